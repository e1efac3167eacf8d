// Activations have Keras' values and derivatives on every backend, and stay finite wherever their definition is.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import * as activations from "../../src/nn/activations/index.ts";
import type { Activation } from "../../src/nn/index.ts";
import { constant, input } from "../../src/ops/index.ts";
import { NdArray } from "../../src/tensor/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

type Make = (params: Readonly<Record<string, unknown>>) => Activation;

/** Keras' names, and the components that stand for them. */
const byKerasName: Readonly<Record<string, Make>> = {
  linear: () => activations.linear(),
  sigmoid: () => activations.sigmoid(),
  hard_sigmoid: () => activations.hardSigmoid(),
  tanh: () => activations.tanh(),
  relu: () => activations.relu(),
  relu6: () => activations.relu6(),
  leaky_relu: ({ negative_slope }) => activations.leakyRelu({ negativeSlope: goldenNumber(negative_slope) }),
  elu: ({ alpha }) => activations.elu({ alpha: goldenNumber(alpha) }),
  selu: () => activations.selu(),
  celu: ({ alpha }) => activations.celu({ alpha: goldenNumber(alpha) }),
  gelu: ({ approximate }) => activations.gelu({ approximate: approximate === true ? "tanh" : "none" }),
  silu: () => activations.silu(),
  hard_silu: () => activations.hardSilu(),
  mish: () => activations.mish(),
  softplus: () => activations.softplus(),
  softsign: () => activations.softsign(),
  exponential: () => activations.exponential(),
  log_sigmoid: () => activations.logSigmoid(),
  softmax: ({ axis }) => activations.softmax({ axis: goldenNumber(axis) }),
  log_softmax: ({ axis }) => activations.logSoftmax({ axis: goldenNumber(axis) }),
};

/** Functions of Keras that the library does not offer. */
const notOffered = ["tanh_shrink", "squareplus"];

const all = goldenCases("activations");
const cases = all.flatMap((golden) => {
  const make = byKerasName[String(golden.activation)];
  return make === undefined ? [] : [{ name: golden.name, golden, activation: make(goldenRecord(golden.params)) }];
});

test("every case is covered, but for the functions that the library does not offer", () => {
  const missing = all.filter(({ activation }) => !(String(activation) in byKerasName)).map(({ name }) => name);
  expect(missing).toEqual(notOffered);
});

test("every activation has a case", () => {
  expect(new Set(cases.map(({ activation }) => activation.type))).toEqual(new Set(Object.keys(activations)));
});

/** Values and derivatives (J^T v where an upstream gradient is given) at `x`. */
async function compute(activation: Activation, value: NdArray, upstream: NdArray | undefined, backend: Backend) {
  const x = input("x", value.shape);
  const y = activation.call(x);
  const v = upstream === undefined ? constant(1, { shape: value.shape }) : constant(upstream);
  const [dx = x] = gradients(y, [x], { upstream: v });
  return run({ y, dx }, { x: value }, backend);
}

/** As float32 has the numbers. */
const single = ({ data, shape }: NdArray): NdArray => new NdArray(Float32Array.from(data), shape);

/** Numbers that are 0 in float32, where a function may have a kink. */
const vanishing = [-1e-100, 1e-100];
const vanishes = (x: number): boolean => x !== 0 && Math.fround(x) === 0;

/** Those elements of an array at whose place the input does not vanish in float32. */
function representable(values: NdArray, inputs: NdArray): NdArray {
  const kept = values.data.filter((_, at) => !vanishes(inputs.data[at] ?? 0));
  return single(kept.length === values.size ? values : new NdArray(kept, [kept.length]));
}

const upstreamOf = ({ v }: GoldenCase): NdArray | undefined => (v === undefined ? undefined : goldenArray(v));

describe("on the reference backend, to 1e-10", () => {
  const tolerance = { relative: 1e-10, absolute: 1e-12 };

  test.each(cases)("$name", async ({ golden, activation }) => {
    const { y, dx } = await compute(activation, goldenArray(golden.x), upstreamOf(golden), reference);
    closeTo(y, goldenArray(golden.y), tolerance);
    closeTo(dx, goldenArray(golden.vjp ?? golden.dydx), tolerance);
  });
});

describe("on wasm, to 1e-5", () => {
  const tolerance = { relative: 1e-5, absolute: 1e-6 };

  test.each(cases)("$name", async ({ golden, activation }) => {
    const x = goldenArray(golden.x);
    const { y, dx } = await compute(activation, single(x), upstreamOf(golden), wasm);
    closeTo(representable(y, x), representable(goldenArray(golden.y), x), tolerance);
    closeTo(representable(dx, x), representable(goldenArray(golden.vjp ?? golden.dydx), x), tolerance);
  });

  test("at all inputs but two, which are 0 in float32", () => {
    const left = cases.flatMap(({ golden }) => Array.from(goldenArray(golden.x).data).filter(vanishes));
    expect(new Set(left)).toEqual(new Set(vanishing));
  });
});

describe.each([reference, wasm])("at infinities and NaN on $name", (backend) => {
  test.each(cases.filter(({ golden }) => golden.special !== undefined))("$name", async ({ golden, activation }) => {
    const { x: given, keras_y: expected } = goldenRecord(golden.special);
    const { y } = await compute(activation, goldenArray(given), undefined, backend);
    closeTo(y, goldenArray(expected), { relative: 1e-6, absolute: 0 });
  });
});

describe("values and both derivatives are finite for inputs up to 10,000", () => {
  const sizes = [0, 1e-30, 1e-6, 0.5, 1, 3, 6, 20, 88, 104, 150, 1000, 10_000];
  const inputs = new NdArray(Float32Array.from([...sizes, ...sizes.map((size) => -size)]), [2, sizes.length]);
  const subjects = Object.values(activations)
    .filter(({ type }) => type !== "exponential")
    .flatMap((factory) => [reference, wasm].map((backend) => ({ name: factory.type, factory, backend })));

  test.each(subjects)("$name on $backend.name", async ({ factory, backend }) => {
    const x = input("x", inputs.shape);
    const upstream = constant(1, { shape: inputs.shape });
    const y = factory().call(x);
    const [dx = x] = gradients(y, [x], { upstream });
    const [ddx = x] = gradients(dx, [x], { upstream });
    const found = await run({ y, dx, ddx }, { x: inputs }, backend);
    for (const { data } of Object.values(found))
      expect(Array.from(data).filter((z) => !Number.isFinite(z))).toEqual([]);
  });
});

describe("options", () => {
  test("softmax and logSoftmax work along another axis than the last", async () => {
    const x = constant([
      [0, 1000],
      [0, 1000],
    ]);
    const { columns, logarithms } = await run({
      columns: activations.softmax({ axis: 0 }).call(x),
      logarithms: activations.logSoftmax({ axis: -2 }).call(x),
    });
    expect(columns.toNested()).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    closeTo(logarithms, new NdArray(new Float64Array(4).fill(-Math.LN2), [2, 2]));
  });

  test("the defaults are those of Keras' functions", () => {
    const defaults = Object.values(activations).flatMap((factory) =>
      factory.describe().map(({ name, default: value }) => [`${factory.type}.${name}`, value]),
    );
    expect(Object.fromEntries(defaults)).toEqual({
      "celu.alpha": 1,
      "elu.alpha": 1,
      "gelu.approximate": "none",
      "leakyRelu.negativeSlope": 0.2,
      "logSoftmax.axis": -1,
      "softmax.axis": -1,
    });
  });
});
