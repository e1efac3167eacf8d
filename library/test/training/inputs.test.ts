// What a model refuses, and what it says: the row, what was got, what was expected, what to do.
import { describe, expect, test } from "vitest";
import type { ArrayInput } from "../../src/data/index.ts";
import { type FitOptions, type LossName, loadModel, type Model, sequential } from "../../src/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { ConfigError, DataError, NdArray } from "../../src/tensor/index.ts";

function network(units = 3, loss: LossName = "categoricalCrossentropy"): Model {
  const model = sequential([dense({ units, activation: "softmax", inputShape: [2] })], { seed: 1 });
  model.compile({ optimizer: "sgd", loss });
  return model;
}

/** Data and options of unknown origin, as a program without types would pass them. */
const untyped = (json: string) => JSON.parse(json);
const good: ArrayInput = [
  [1, 2],
  [3, 4],
  [5, 6],
];

describe("data", () => {
  test.each([
    [
      "ragged rows",
      [[1, 2], [3], [5, 6]],
      [0, 1, 2],
      "x: row 1 has another length: got 1, expected 2 values as in row 0",
    ],
    [
      "rows of another width",
      [[1], [2], [3]],
      [0, 1, 2],
      "x: rows do not fit the model: got shape [3,1], expected [3,2]",
    ],
    [
      "NaN",
      [
        [1, 2],
        [3, Number.NaN],
        [5, 6],
      ],
      [0, 1, 2],
      "x: row 1, column 1: got NaN, expected a finite number",
    ],
    ["a text", untyped('[[1,2],[3,"a"],[5,6]]'), [0, 1, 2], 'x: row 1, column 1: got "a", expected a number'],
    ["no rows", [], [], "x: is empty: got shape [0], expected at least one row"],
    ["other numbers of rows", good, [0, 1], "x and y have different numbers of rows: got 3 and 2"],
    ["a label out of range", good, [0, 3, 1], "y: row 1: got 3, expected a label from 0 to 2"],
    ["a negative label", good, [0, 1, -1], "y: row 2: got -1, expected a label from 0 to 2"],
    ["a label that is no whole number", good, [0, 0.5, 1], "y: row 1: got 0.5, expected a label from 0 to 2"],
    ["NaN among labels", good, [0, Number.NaN, 1], "y: row 1: got NaN, expected a finite number"],
    [
      "a probability out of range",
      good,
      [
        [0, 1, 0],
        [0, 2, 0],
        [1, 0, 0],
      ],
      "y: row 1, column 1: got 2, expected a number from 0 to 1",
    ],
    [
      "targets of another width",
      good,
      [
        [0, 1],
        [0, 1],
        [1, 0],
      ],
      "y: does not fit the model's output: got shape [3,2], expected [3,3] or [3] (labels from 0 to 2)",
    ],
  ])("%s", async (_title, x, y, message) => {
    await expect(network().fit(x, y)).rejects.toThrow(message);
    await expect(network().fit(x, y)).rejects.toThrow(DataError);
    await expect(network().evaluate(x, y)).rejects.toThrow(DataError);
  });

  test("of validation are named so", async () => {
    const validationData = {
      x: [
        [1, 2],
        [3, 4],
      ],
      y: [0, 7],
    };
    await expect(network().fit(good, [0, 1, 2], { validationData })).rejects.toThrow("validation y: row 1: got 7");
    await expect(network().fit(good, [0, 1, 2], { validationSplit: 0.1 })).resolves.toBeDefined();
    await expect(network().fit([[1, 2]], [0], { validationSplit: 0.5 })).rejects.toThrow("one part without rows");
  });

  test("of prediction are checked like those of training", async () => {
    await expect(network().predict([[1, 2, 3]])).rejects.toThrow(
      "x: rows do not fit the model: got shape [1,3], expected [1,2]",
    );
    await expect(network().predict([])).rejects.toThrow("x: is empty");
    await expect(network().predict(new NdArray(new Float32Array([1, Infinity]), [1, 2]))).rejects.toThrow(
      "row 0, column 1",
    );
  });

  test("that are refused leave the model as it was, and ready for others", async () => {
    const model = network();
    const before = model.getWeights();
    await expect(model.fit(good, [0, 9, 1])).rejects.toThrow(DataError);
    expect(model.getWeights()).toEqual(before);
    await expect(model.fit(good, [0, 1, 2])).resolves.toBeDefined();
  });
});

describe("options", () => {
  test.each([
    ['{"epochs":0}', "fit: epochs: got 0, expected a positive whole number"],
    ['{"batchSize":1.5}', "fit: batchSize: got 1.5, expected a positive whole number"],
    ['{"epoch":3}', 'fit: unknown option "epoch"'],
    ['{"validationSplit":1}', "fit: validationSplit: got 1, expected a number at least 0 and less than 1"],
    ['{"validationData":[[1],[2]]}', "fit: validationData: got [[1],[2]], expected an object with x and y"],
    [
      '{"callbacks":["progres"]}',
      /callbacks: got "progres", expected a callback: one of .*earlyStopping.*, or an object\. Did you mean "progress"\?/,
    ],
    ['{"initialEpoch":2,"epochs":2}', "fit: initialEpoch: got 2, expected less than epochs, which is 2"],
  ])("%s", async (json, message) => {
    const options: FitOptions = untyped(json);
    await expect(network().fit(good, [0, 1, 2], options)).rejects.toThrow(message);
    await expect(network().fit(good, [0, 1, 2], options)).rejects.toThrow(ConfigError);
  });

  test("of evaluate and predict", async () => {
    await expect(network().predict(good, { batchSize: 0 })).rejects.toThrow(
      "batchSize: got 0, expected a positive whole number",
    );
    await expect(network().evaluate(good, [0, 1, 2], { batchSize: -1 })).rejects.toThrow("batchSize: got -1");
  });

  test("of a model", () => {
    expect(() => sequential([dense({ units: 1 })], { seed: -1 })).toThrow(
      "sequential: seed: got -1, expected a whole number at least 0 and at most 4294967295",
    );
    expect(() => sequential([dense({ units: 1 })], { seed: 2 ** 32 })).toThrow("seed");
  });
});

describe("what comes too early", () => {
  test("fit before compile", async () => {
    const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 1 });
    await expect(model.fit([1], [1])).rejects.toThrow("fit: the model has not been compiled. Call model.compile(");
  });
  test("predict before the shape is known", async () => {
    const model = sequential([dense({ units: 1 })], { seed: 1 });
    await expect(model.predict([[1]])).rejects.toThrow("predict: the shape of the model's input is not known yet");
    expect(() => model.getWeights()).toThrow("Give the first layer its inputShape, or call fit first");
    expect(() => model.predictor()).toThrow(ConfigError);
  });
  test("a second fit while the first one is running", async () => {
    const model = network();
    const first = model.fit(good, [0, 1, 2], { epochs: 5 });
    await expect(model.fit(good, [0, 1, 2])).rejects.toThrow("the model is being trained already");
    expect(() => model.compile({ optimizer: "adam", loss: "meanSquaredError" })).toThrow("the model is being trained");
    expect((await first).epochs.length).toBe(5);
  });
});

describe("what does not fit together", () => {
  test("a loss over classes and one output, as soon as both are known", async () => {
    expect(() => network(1)).toThrow('Use the loss "binaryCrossentropy" for one output');
    const model = sequential([dense({ units: 1 })], { seed: 1 });
    // @ts-expect-error: a loss over classes needs at least two outputs
    model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
    await expect(model.fit([1, 2], [0, 1])).rejects.toThrow("at least 2 outputs along the last axis");
  });
  test("a metric that is named twice", () => {
    const model = sequential([dense({ units: 1 })], { seed: 1 });
    const metrics = ["accuracy", "accuracy"] as const;
    expect(() => model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics })).toThrow(
      'metrics: got "accuracy" twice',
    );
  });
  test("a model without weights cannot be trained", async () => {
    const { activation } = await import("../../src/nn/layers/index.ts");
    const model = sequential([activation({ activation: "tanh", inputShape: [1] })], { seed: 1 });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await expect(model.fit([1], [1])).rejects.toThrow("the model has no weights to train");
    expect((await model.predict([0])).at(0, 0)).toBe(0);
  });
});

describe("options that there are not", () => {
  const options = untyped('{ "batch_size": 3 }');
  const model = network();
  test.each<[string, () => Promise<unknown>]>([
    ["fit", () => model.fit(good, [0, 1, 2], options)],
    ["evaluate", () => model.evaluate(good, [0, 1, 2], options)],
    ["predict", () => model.predict(good, options)],
    ["predictOutputs", () => model.predictOutputs(good, options)],
    ["partialFit", () => model.partialFit(good, [0, 1, 2], options)],
    ["toBytes", () => model.toBytes(options)],
    ["save", () => model.save("model.safetensors", options)],
    ["loadModel", () => loadModel("model.safetensors", options)],
    ["predictor", async () => model.predictor(options)],
  ])("are refused by %s, with those that there are", async (name, call) => {
    const error = await call().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toContain(`${name}: unknown option "batch_size": expected one of `);
  });
  test("and what is no object", async () => {
    await expect(model.predict(good, untyped("32"))).rejects.toThrow("predict: options: got 32, expected an object");
  });
});
