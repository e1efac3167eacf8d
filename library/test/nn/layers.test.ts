// Every layer of the registry: its options survive a file, its weights too, and it trains.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { reference, run, wasm } from "../../src/backends/index.ts";
import {
  activationRegistry,
  apply,
  callNetwork,
  constraintRegistry,
  defineLayer,
  initializerRegistry,
  layerRegistry,
  lossRegistry,
  input as networkInput,
  readComponent,
  regularizerRegistry,
  sequentialNetwork,
} from "../../src/nn/index.ts";
import { activation, dense, dropout, flatten } from "../../src/nn/layers/index.ts";
import { bernoulli, constant, input, mean, select } from "../../src/ops/index.ts";
import { NdArray, Random, type Shape, sizeOf } from "../../src/tensor/index.ts";
import {
  callbackRegistry,
  functional,
  loadModel,
  type Model,
  metricRegistry,
  optimizerRegistry,
  sequential,
} from "../../src/training/index.ts";
import { sampleOptions } from "./sampleOptions.ts";

const random = new Random(5);

/** Layers that need other rows than of 4 numbers, options that no sample is made of, or several inputs. */
interface Needs {
  readonly inputShape?: Shape;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly inputs?: number;
}

const pictures: Needs = { inputShape: [4, 4, 3] };
const sequences: Needs = { inputShape: [5, 2] };
const needs: Readonly<Record<string, Needs>> = {
  add: { inputs: 2 },
  averagePooling2D: pictures,
  concatenate: { inputs: 2, options: { axis: 1 } },
  conv2D: pictures,
  globalAveragePooling2D: pictures,
  gru: sequences,
  lstm: sequences,
  maxPooling2D: pictures,
  multiply: { inputs: 3 },
  reshape: { options: { targetShape: [2, -1] } },
  simpleRnn: sequences,
};

const layers = layerRegistry.factories.flatMap((factory) => {
  const { inputShape = [4], options: given = {}, inputs = 1 } = needs[factory.type] ?? {};
  return sampleOptions(factory.describe(), given).map((options) => ({
    name: `${factory.type}(${JSON.stringify(options)})`,
    layer: factory.create({ ...options, inputShape }),
    inputShape,
    inputs,
  }));
});

type Subject = (typeof layers)[number];

/** A network that ends in a layer that surely learns. */
function modelOf({ layer, inputShape, inputs }: Subject): Model {
  if (inputs === 1) return sequential([layer, flatten(), dense({ units: 2, name: "last" })], { seed: 3 });
  const x = networkInput({ shape: inputShape });
  const merged = apply(layer, new Array<typeof x>(inputs).fill(x));
  return functional({ inputs: x, outputs: apply(dense({ units: 2, name: "last" }), merged) }, { seed: 3 });
}

/** Three rows: class numbers for a layer that takes them. */
function rowsFor({ layer, inputShape }: Subject): NdArray {
  const classes = layer.inputClasses;
  const draw = (): number => (classes === undefined ? random.uniform(-1, 1) : random.integer(classes));
  const values = Array.from({ length: 3 * sizeOf(inputShape) }, draw);
  return new NdArray(classes === undefined ? Float32Array.from(values) : Int32Array.from(values), [3, ...inputShape]);
}

describe("layers", () => {
  test.each(layers)("$name keeps its options in JSON", ({ layer }) => {
    const json: unknown = JSON.parse(JSON.stringify(layer));
    const copy = readComponent(layerRegistry, json, [], "layer");
    expect(JSON.stringify(copy)).toBe(JSON.stringify(layer));
  });

  test.each(layers)("$name trains, and is the same after it was saved and loaded", async (subject) => {
    const model = modelOf(subject);
    const rows = rowsFor(subject);
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    const before = model.getWeights();
    await model.fit(rows, new NdArray(Float32Array.of(1, -1, 2, 0.5, 3, -2), [3, 2]));
    const after = model.getWeights();
    for (const [name, weight] of Object.entries(before)) {
      expect([name, weight.shape]).toEqual([name, after[name]?.shape]);
      if (!subject.layer.trainable && !name.startsWith("last/")) expect([name, after[name]]).toEqual([name, weight]);
    }
    expect(after["last/bias"]).not.toEqual(before["last/bias"]);
    const copy = await loadModel(await model.toBytes());
    expect(copy.getWeights()).toEqual(after);
    expect(await copy.predict(rows)).toEqual(await model.predict(rows));
  });
});

const registries = [
  activationRegistry,
  initializerRegistry,
  regularizerRegistry,
  constraintRegistry,
  lossRegistry,
  optimizerRegistry,
  metricRegistry,
];

/** Options without which another option is refused. */
function enabling({ type, fields }: { readonly type: string; readonly fields: object }): Record<string, unknown> {
  return { ...("useEma" in fields ? { useEma: true } : {}), ...(type === "sgd" ? { rule: "pytorch" } : {}) };
}

const others = registries.flatMap((registry) =>
  registry.factories.flatMap((factory) =>
    sampleOptions(factory.describe(), enabling(factory)).map((options) => ({
      name: `${factory.kind} ${factory.type}(${JSON.stringify(options)})`,
      component: factory.create(options),
      read: (json: unknown) => readComponent<unknown>(registry, json, [], factory.kind),
    })),
  ),
);

test.each(others)("$name keeps its options in JSON", ({ component, read }) => {
  const json: unknown = JSON.parse(JSON.stringify(component));
  expect(JSON.stringify(read(json))).toBe(JSON.stringify(component));
});

test("callbacks have options that can be described", () => {
  expect(callbackRegistry.names.length).toBeGreaterThan(8);
  for (const { type, description, describe: fields } of callbackRegistry.factories) {
    expect(description.length, type).toBeGreaterThan(10);
    for (const field of fields()) {
      expect(field.description.length, `${type}.${field.name}`).toBeGreaterThan(5);
      expect(field.expected.length, `${type}.${field.name}`).toBeGreaterThan(5);
    }
  }
});

describe("dense", () => {
  test.each([reference, wasm])("multiplies rows of several axes along their last one on $name", async (backend) => {
    const network = sequentialNetwork([dense({ units: 3, kernelInitializer: "ones" })], [5, 2]);
    expect(network.outputs.map(({ shape }) => shape)).toEqual([[5, 3]]);
    const x = input("x", [2, 5, 2]);
    const weights = new Map([
      ["dense/kernel", constant(1, { shape: [2, 3] })],
      ["dense/bias", constant([1, 2, 3])],
    ]);
    const [y = x] = callNetwork(network, [x], weights, { training: false }).outputs;
    const data = new NdArray(
      Float64Array.from({ length: 20 }, (_, index) => index),
      [2, 5, 2],
    );
    const { found } = await run({ found: y }, { x: data }, backend);
    expect(found.shape).toEqual([2, 5, 3]);
    expect([found.at(0, 0, 0), found.at(1, 4, 2)]).toEqual([0 + 1 + 1, 18 + 19 + 3]);
  });
});

describe("dropout", () => {
  const ones = new NdArray(new Float32Array(4000).fill(1), [40, 100]);
  const call = async (step: number, position = 0, rate = 0.25): Promise<NdArray> => {
    const before = Array.from({ length: position }, () => activation({ activation: "linear" }));
    const network = sequentialNetwork([...before, dropout({ rate })], [100]);
    const x = input("x", [40, 100]);
    const key = { seed: constant(9, { dtype: "int32" }), step: constant(step, { dtype: "int32" }) };
    const [y = x] = callNetwork(network, [x], new Map(), { training: true, random: key }).outputs;
    return (await run({ y }, { x: ones }, wasm)).y;
  };

  test("keeps the expected share, scaled so that the mean stays", async () => {
    const { data } = await call(1);
    expect(new Set(data)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    const kept = data.filter((value) => value !== 0).length / data.length;
    // Five standard deviations of a share of 0.75 among 4,000.
    expect(Math.abs(kept - 0.75)).toBeLessThan(5 * Math.sqrt((0.75 * 0.25) / 4000));
  });

  test("draws anew in each step and in each layer, and the same again under the same seed", async () => {
    const first = await call(1);
    expect(await call(1)).toEqual(first);
    expect(await call(2)).not.toEqual(first);
    expect(await call(1, 1)).not.toEqual(first);
  });

  test("changes nothing when predicting", async () => {
    const model = sequential([dropout({ rate: 0.5, inputShape: [100] })], { seed: 1 });
    expect((await model.predict(ones)).data).toEqual(ones.data);
  });
});

test("a layer that draws random numbers outside of training says so", () => {
  const noisy = defineLayer({
    name: "noisy",
    description: "Draws even when predicting",
    call: (_weights, x, _config, context) => {
      const { seed, step, stream } = context.random();
      return select(bernoulli(seed, step, { shape: x.shape, stream, probability: 0.5 }), x, mean(x));
    },
  });
  expect(() => sequentialNetwork([noisy()], [2])).toThrow("layer noisy: random numbers are drawn in training only");
});
