// Every layer of the registry: its options survive a file, its weights too, and it trains.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { reference, run, wasm } from "../../src/backends/index.ts";
import {
  activationRegistry,
  callNetwork,
  defineLayer,
  initializerRegistry,
  layerRegistry,
  lossRegistry,
  sequentialNetwork,
} from "../../src/nn/index.ts";
import { activation, dense, dropout } from "../../src/nn/layers/index.ts";
import { bernoulli, constant, input, mean, select } from "../../src/ops/index.ts";
import { NdArray, Random } from "../../src/tensor/index.ts";
import {
  callbackRegistry,
  loadModel,
  metricRegistry,
  optimizerRegistry,
  sequential,
} from "../../src/training/index.ts";
import { sampleOptions } from "./sampleOptions.ts";

const random = new Random(5);
const rows = new NdArray(
  Float32Array.from({ length: 12 }, () => random.uniform(-1, 1)),
  [3, 4],
);

const layers = layerRegistry.factories.flatMap((factory) =>
  sampleOptions(factory.describe()).map((options) => ({
    name: `${factory.type}(${JSON.stringify(options)})`,
    layer: factory.create({ ...options, inputShape: [4] }),
  })),
);

describe("layers", () => {
  test.each(layers)("$name keeps its options in JSON", ({ layer }) => {
    const json: unknown = JSON.parse(JSON.stringify(layer));
    const copy = layerRegistry.read(json, [], "layer");
    expect(JSON.stringify(copy)).toBe(JSON.stringify(layer));
  });

  test.each(layers)("$name trains, and is the same after it was saved and loaded", async ({ layer }) => {
    const model = sequential([layer, dense({ units: 2 })], { seed: 3 });
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    const before = model.getWeights();
    await model.fit(rows, new NdArray(rows.data.slice(0, 6), [3, 2]));
    const after = model.getWeights();
    for (const [name, weight] of Object.entries(before)) {
      expect([name, weight.shape]).toEqual([name, after[name]?.shape]);
    }
    expect(after["dense/bias"] ?? after["dense_1/bias"]).not.toEqual(before["dense/bias"] ?? before["dense_1/bias"]);
    const copy = await loadModel(await model.toBytes());
    expect(copy.getWeights()).toEqual(after);
    expect(await copy.predict(rows)).toEqual(await model.predict(rows));
  });
});

const others = [activationRegistry, initializerRegistry, lossRegistry, optimizerRegistry, metricRegistry].flatMap(
  (registry) =>
    registry.factories.flatMap((factory) =>
      sampleOptions(factory.describe()).map((options) => ({
        name: `${factory.kind} ${factory.type}(${JSON.stringify(options)})`,
        component: factory.create(options),
        read: (json: unknown) => registry.read(json, [], factory.kind),
      })),
    ),
);

test.each(others)("$name keeps its options in JSON", ({ component, read }) => {
  const json: unknown = JSON.parse(JSON.stringify(component));
  expect(JSON.stringify(read(json))).toBe(JSON.stringify(component));
});

test("callbacks have options that can be described", () => {
  expect(callbackRegistry.names).toEqual(["earlyStopping", "progress"]);
});

describe("dense", () => {
  test.each([reference, wasm])("multiplies rows of several axes along their last one on $name", async (backend) => {
    const network = sequentialNetwork([dense({ units: 3, kernelInitializer: "ones" })], [5, 2]);
    expect(network.outputShapes).toEqual([[5, 3]]);
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
    const model = sequential([dropout({ rate: 0.5, inputShape: [4] })], { seed: 1 });
    expect((await model.predict(rows)).data).toEqual(rows.data);
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
