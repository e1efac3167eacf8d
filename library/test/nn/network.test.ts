// Networks: names, shapes, weights that are trained and weights that are not, and errors with the layer's name.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { defineLayer, readArchitecture, sequentialArchitecture, sequentialNetwork } from "../../src/nn/index.ts";
import { ones, zeros } from "../../src/nn/initializers/index.ts";
import { activation, dense } from "../../src/nn/layers/index.ts";
import { add, mean, multiply, reshape, subtract } from "../../src/ops/index.ts";
import { NdArray } from "../../src/tensor/index.ts";
import { loadModel, sequential } from "../../src/training/index.ts";
import { sgd } from "../../src/training/optimizers/index.ts";

/** Subtracts a moving average of the means of its batches: what batch normalization does, without the deviation. */
const centering = defineLayer({
  name: "centering",
  description: "Subtracts the moving average of the batches' means",
  weights: (_config, inputShape) => ({
    offset: { shape: inputShape, initializer: zeros() },
    movingMean: { shape: inputShape, initializer: ones(), trainable: false },
  }),
  call: ({ offset, movingMean }, x, _config, context) => {
    if (!context.training) return add(subtract(x, movingMean), offset);
    const batchMean = mean(x, { axes: 0 });
    context.update("movingMean", add(multiply(movingMean, 0.5), multiply(batchMean, 0.5)));
    return add(subtract(x, batchMean), offset);
  },
});

describe("names", () => {
  test("follow the type, numbered from the second on; chosen names are left out", () => {
    const layers = [
      dense({ units: 1 }),
      dense({ units: 1 }),
      activation({ activation: "relu" }),
      dense({ units: 1, name: "dense_2" }),
      dense({ units: 1 }),
    ];
    const network = sequentialNetwork(layers, [1]);
    expect(network.layers.map(({ name }) => name)).toEqual(["dense", "dense_1", "activation", "dense_2", "dense_3"]);
    expect(network.weights.map(({ name }) => name).slice(0, 2)).toEqual(["dense/kernel", "dense/bias"]);
  });
  test("must not be given twice", () => {
    const layers = [dense({ units: 1, name: "a" }), dense({ units: 1, name: "a" })];
    expect(() => sequentialNetwork(layers, [1])).toThrow('two layers are named "a"');
  });
  test("one layer object may stand at two places: each has weights of its own", () => {
    const layer = dense({ units: 2 });
    expect(sequentialNetwork([layer, layer], [2]).weights.length).toBe(4);
  });
});

describe("errors name the layer", () => {
  test("where a layer cannot take what reaches it", () => {
    expect(() => sequentialNetwork([dense({ units: 2 })], [])).toThrow(/^layer dense: dense takes rows of numbers/);
    const broken = defineLayer({
      name: "broken",
      description: "Makes another shape",
      call: (_weights, x) => reshape(x, [7]),
    });
    expect(() => sequentialNetwork([dense({ units: 2 }), broken()], [3])).toThrow(/^layer broken: /);
  });
  test("where a layer loses the rows", () => {
    const losing = defineLayer({ name: "losing", description: "Sums up", call: (_weights, x) => mean(x, { axes: 0 }) });
    expect(() => sequentialNetwork([losing()], [3])).toThrow("layer losing: a layer must keep the axis of the rows");
  });
  test("where it states another input than reaches it", () => {
    const layers = [dense({ units: 2 }), dense({ units: 2, inputShape: [3] })];
    expect(() => sequentialNetwork(layers, [4])).toThrow("layer dense_1: inputShape: got [3], expected [2]");
  });
  test("where a weight is updated that is trained, or does not exist", () => {
    const wrong = defineLayer({
      name: "wrong",
      description: "Updates a trained weight",
      weights: () => ({ factor: { shape: [], initializer: ones() } }),
      call: ({ factor }, x, _config, context) => {
        context.update("factor", factor);
        return multiply(x, factor);
      },
    });
    expect(() => sequentialNetwork([wrong()], [2])).toThrow('layer wrong: "factor" cannot be updated');
  });
});

describe("weights that are not trained", () => {
  const x = new NdArray(new Float32Array([1, 3, 5, 7]), [4, 1]);
  const build = () => {
    const model = sequential([centering({ inputShape: [1] })], { seed: 1 });
    model.compile({ optimizer: sgd({ learningRate: 0.25 }), loss: "meanSquaredError" });
    return model;
  };

  test("are replaced by the layer in each step, not by the optimizer", async () => {
    const model = build();
    expect(model.getWeights()["centering/movingMean"]?.toNested()).toEqual([1]);
    // Means of the batches: 2 and 6. From 1: (1 + 2) / 2 = 1.5, (1.5 + 6) / 2 = 3.75.
    await model.fit(x, x, { batchSize: 2, shuffle: false });
    const { "centering/offset": offset, "centering/movingMean": movingMean } = model.getWeights();
    expect(movingMean?.toNested()).toEqual([3.75]);
    // The offset learns the batches' means: 0 + 0.5 * (2 - 0) = 1, then 1 + 0.5 * (6 - 1) = 3.5.
    expect(offset?.toNested()).toEqual([3.5]);
    expect((await model.predict([[4]])).toNested()).toEqual([[4 - 3.75 + 3.5]]);
    expect(model.summary()).toContain("2 parameters, of which 1 are not trained");
  });

  test("are saved and loaded, with a layer of one's own", async () => {
    const model = build();
    await model.fit(x, x, { batchSize: 2, shuffle: false });
    const bytes = await model.toBytes();
    const copy = await loadModel(bytes, { custom: [centering] });
    expect(copy.getWeights()).toEqual(model.getWeights());
    expect(await copy.predict(x)).toEqual(await model.predict(x));
    await expect(loadModel(bytes)).rejects.toThrow(/layers\[0\]: got "centering"/);
  });
});

describe("architecture", () => {
  test("survives JSON", () => {
    const layers = [dense({ units: 2, activation: "tanh" }), dense({ units: 1, name: "out" })];
    const written = sequentialArchitecture(layers).toJSON("net", sequentialNetwork(layers, [3]));
    const json: unknown = JSON.parse(JSON.stringify(written));
    const { name, inputShape, architecture } = readArchitecture(json);
    expect([name, inputShape, JSON.stringify(architecture.layers)]).toEqual(["net", [3], JSON.stringify(layers)]);
  });
  test.each([
    [null, /architecture: got null/],
    [{}, /type: got undefined, expected "sequential" or "functional"/],
    [{ type: "sequential", name: 3 }, /name: got 3/],
    [
      { type: "sequential", name: "a", inputShape: [0], layers: [{ type: "dense", units: 1 }] },
      /inputShape: got \[0\]/,
    ],
    [{ type: "sequential", name: "a", inputShape: [1], layers: [] }, /layers: got \[\]/],
    [{ type: "sequential", name: "a", inputShape: [1], layers: [{}] }, /layers\[0\]/],
    [{ type: "sequential", name: "a", inputShape: [1], layers: [{ type: "dense", units: -1 }] }, /units: got -1/],
  ])("%j is refused", (json, expected) => {
    expect(() => readArchitecture(json)).toThrow(expected);
  });
  test("a network needs layers", () => {
    expect(() => sequential([])).toThrow("a network needs at least one layer");
  });
});
