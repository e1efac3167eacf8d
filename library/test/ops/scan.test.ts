// scan: the same as its steps written out, with derivatives of any order.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { addKernels, type Backend, loopKernels, reference, run, wasm } from "../../src/backends/index.ts";
import { createPlan, createProgram, gradients, type Plan, printPlan, rewriteGraph } from "../../src/graph/index.ts";
import {
  add,
  constant,
  input,
  matmul,
  multiply,
  randomArray,
  type ScanOptions,
  type ScanResult,
  scan,
  sigmoid,
  sliceAxis,
  subtract,
  sum,
  tanh,
} from "../../src/ops/index.ts";
import { type NdArray, Random, type Shape, type Tensor } from "../../src/tensor/index.ts";
import { closeTo } from "./closeTo.ts";

addKernels(loopKernels);

const random = new Random(7);
const named = (name: string, shape: Shape): Tensor => input(name, shape);
const leaves = {
  first: named("first", [2, 3]),
  second: named("second", [2, 3]),
  x: named("x", [5, 2, 3]),
  kernel: named("kernel", [3, 6]),
  scale: named("scale", [3]),
};
const feeds = Object.fromEntries(
  Object.entries(leaves).map(([name, { shape }]) => [name, randomArray(random, shape, -1, 1)]),
);

/** A small cell with two carried values, a product, outputs and sums. */
const cell: ScanOptions["step"] = ({ carried, elements, constants }) => {
  const [first, second] = carried;
  const [x] = elements;
  const [kernel, scale] = constants;
  if (!first || !second || !x || !kernel || !scale) throw new Error("a value is missing");
  const product = matmul(first, kernel);
  const [gate, change] = [sliceAxis(product, 1, 0, 3), sliceAxis(product, 1, 3, 3)];
  const kept = multiply(sigmoid(add(gate, x)), second);
  const next = add(kept, tanh(subtract(change, multiply(scale, x))));
  return { next: [tanh(next), next], outputs: [multiply(kept, x)], sums: [multiply(gate, scale), sum(next)] };
};

type Variation = Pick<ScanOptions, "reverse" | "history">;

function looped(variation: Variation): ScanResult {
  const { first, second, x, kernel, scale } = leaves;
  return scan({ initial: [first, second], sequences: [x], constants: [kernel, scale], ...variation, step: cell });
}

/** Everything that the loop gives, by a plain loop that builds the graph of all steps. */
function unrolled({ reverse = false }: Variation): ScanResult {
  const steps = 5;
  let carried: readonly Tensor[] = [leaves.first, leaves.second];
  const histories: Tensor[][] = [[], []];
  const outputs: Tensor[] = [];
  let sums: readonly Tensor[] = [];
  for (let step = 0; step < steps; step += 1) {
    const at = reverse ? steps - 1 - step : step;
    const element = sum(sliceAxis(leaves.x, 0, at, 1), { axes: 0 });
    const given = cell({ carried, elements: [element], constants: [leaves.kernel, leaves.scale] });
    carried = given.next;
    carried.forEach((value, position) => void histories[position]?.push(value));
    outputs.push(...(given.outputs ?? []));
    sums = (given.sums ?? []).map((term, position) => add(sums[position] ?? 0, term));
  }
  const stacked = (values: readonly Tensor[]): Tensor => {
    const ordered = reverse ? values.toReversed() : values;
    const rows = ordered.map((value, position) => scatter(value, position, steps));
    return rows.reduce((all, row) => add(all, row));
  };
  return { last: carried, histories: histories.map(stacked), outputs: [stacked(outputs)], sums };
}

/** A value as one of `steps` rows, the others 0. */
function scatter(value: Tensor, row: number, steps: number): Tensor {
  const mask = Array.from({ length: steps }, (_, at) => [[at === row ? 1 : 0]]);
  return multiply(constant(mask), value);
}

function allOf({ last, histories, outputs, sums }: ScanResult): readonly Tensor[] {
  return [...last, ...histories, ...outputs, ...sums];
}

/** A scalar that depends on everything, other weights for each value. */
function weigh(values: readonly Tensor[]): Tensor {
  const local = new Random(3);
  return values
    .map((value) => sum(multiply(value, constant(randomArray(local, value.shape)))))
    .reduce((a, b) => add(a, b));
}

async function compute(values: readonly Tensor[], backend: Backend): Promise<readonly NdArray[]> {
  const found = await run(Object.fromEntries(values.map((value, at) => [`v${at}`, value])), feeds, backend);
  return values.map((_, at) => found[`v${at}`] ?? expect.unreachable());
}

const backends: readonly [string, Backend, number][] = [
  ["reference", reference, 1e-12],
  ["wasm", wasm, 1e-5],
];
const variations: readonly Variation[] = [{}, { reverse: true }, { history: false }, { reverse: true, history: false }];

describe.each(backends)("on %s", (_name, backend, tolerance) => {
  describe.each(variations)("%o", (variation) => {
    const only = (result: ScanResult): ScanResult =>
      variation.history === false ? { ...result, histories: [] } : result;
    const [loop, plain] = [allOf(looped(variation)), allOf(only(unrolled(variation)))];
    const wrt = Object.values(leaves);
    const same = async (found: readonly Tensor[], wanted: readonly Tensor[], times = 1): Promise<void> => {
      const expected = await compute(wanted, reference);
      const got = await compute(found, backend);
      got.forEach((value, at) => {
        closeTo(value, expected[at] ?? value, { relative: tolerance * times, absolute: tolerance * times });
      });
    };

    test("gives what the steps give", () => same(loop, plain));

    test("gives what it is written out as", () => {
      const decomposed = rewriteGraph(loop, (node) => {
        return node.operation.loop === undefined ? node : (node.operation.decompose?.(node.inputs, {}) ?? node);
      });
      return same(
        loop.map((value) => decomposed.get(value) ?? value),
        loop,
      );
    });

    test("has their derivatives", () => same(gradients(weigh(loop), wrt), gradients(weigh(plain), wrt), 5));

    test("has their derivatives by one value after another", async () => {
      for (const [at, value] of loop.entries()) {
        const by = plain[at] ?? value;
        await same(gradients(weigh([value]), wrt), gradients(weigh([by]), wrt), 5);
      }
    });

    test("has their second derivatives", async () => {
      const twice = (values: readonly Tensor[]) => gradients(weigh(gradients(weigh(values), wrt)), wrt);
      await same(twice(loop), twice(plain), 50);
    });
  });
});

describe("plans", () => {
  const planOf = (steps: number): Plan => {
    const x = input("x", [steps, 2, 3]);
    const { first, second, kernel, scale } = leaves;
    const { last } = scan({ initial: [first, second], sequences: [x], constants: [kernel, scale], step: cell });
    const derivatives = gradients(weigh(last), [x, kernel]);
    const outputs = Object.fromEntries(derivatives.map((value, at) => [`d${at}`, value]));
    return createPlan(createProgram({ outputs }), wasm);
  };
  const loopsOf = ({ steps }: Plan): readonly Plan[] =>
    steps.flatMap((step) => (step.kind === "kernel" && step.body !== undefined ? [step.body] : []));

  test("are as large for many steps as for few", () => {
    expect(planOf(1000).steps.length).toBe(planOf(3).steps.length);
  });

  test("print the same for the same loop, with what is repeated", () => {
    const text = printPlan(planOf(4));
    expect(printPlan(planOf(4))).toBe(text);
    expect(text).toContain("output 1 = carried 0 · constant 0");
  });

  test("have one loop forward and one backward, which computes no product again", () => {
    const products = loopsOf(planOf(4)).map(({ steps }) =>
      steps.flatMap((step) => (step.kind === "kernel" ? [step.operation.name] : [])),
    );
    // Backward: the gradient of the carried value; that of the kernel is one product of all steps, outside of the loop.
    expect(products).toEqual([["matmul"], ["matmul"]]);
  });
});

describe("errors", () => {
  const x = input("x", [5, 2]);
  const zero = constant(0, { shape: [2] });

  test("name sequences of several lengths", () => {
    const step: ScanOptions["step"] = ({ carried }) => ({ next: carried });
    expect(() => scan({ initial: [zero], sequences: [x, input("y", [4, 2])], step })).toThrow(
      "scan needs sequences of one length: got [5,2] and [4,2], expected the same first size, at least 1",
    );
    expect(() => scan({ initial: [zero], sequences: [], step })).toThrow("got none");
  });

  test("say what a step gives and should give", () => {
    expect(() =>
      scan({ initial: [zero], sequences: [x], step: ({ carried: [total = zero] }) => ({ next: [sum(total)] }) }),
    ).toThrow("a step of scan does not give what it was given: got float [], expected float [2]");
  });

  test("refuse values from outside of the step", () => {
    const outside = input("outside", [2]);
    expect(() =>
      scan({
        initial: [zero],
        sequences: [x],
        step: ({ carried: [total = zero] }) => ({ next: [add(total, outside)] }),
      }),
    ).toThrow('a step of scan uses a value from outside: got input[2] "outside". Pass it as one of the constants');
  });
});

test("gradients that fade out become 0 rather than denormals", async () => {
  const first = input("first", [1, 4]);
  const halves = constant(0.01, { shape: [60, 1] });
  const { last } = scan({
    initial: [first],
    sequences: [halves],
    step: ({ carried: [value = first], elements: [by = halves] }) => ({ next: [multiply(value, by)] }),
  });
  const [gradient = first] = gradients(sum(last[0] ?? first), [first]);
  const { found } = await run({ found: gradient }, { first: randomArray(random, [1, 4]) }, wasm);
  expect([...found.data]).toEqual([0, 0, 0, 0]);
});
