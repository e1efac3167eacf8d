// Models in the functional form: several inputs and outputs, shared and frozen layers, and what is said of mistakes.
import { describe, expect, test } from "vitest";
import {
  adam,
  add,
  apply,
  type CompileOptions,
  concatenate,
  dense,
  digits,
  dropout,
  embedding,
  flatten,
  functional,
  input,
  loadModel,
  type Model,
  reference,
  sequential,
  standardScaler,
  trainTestSplit,
} from "../../src/index.ts";

const rows = 256;
const column = (value: (row: number) => number) => Array.from({ length: rows }, (_, row) => [value(row)]);
const a = column((row) => Math.sin(row));
const b = column((row) => Math.cos(3 * row));

/** Two inputs; their sum and whether it is positive. */
function twoAndTwo(): Model {
  const first = input({ shape: [1] });
  const second = input({ shape: [1] });
  const both = apply(concatenate(), [first, second]);
  const hidden = apply(dense({ units: 16, activation: "tanh" }), both);
  return functional(
    {
      inputs: { first, second },
      outputs: {
        sum: apply(dense({ units: 1, name: "sum" }), hidden),
        positive: apply(dense({ units: 1, activation: "sigmoid", name: "positive" }), hidden),
      },
    },
    { seed: 3 },
  );
}

const x = { first: a, second: b };
const y = {
  sum: a.map(([value = 0], row) => [value + (b[row]?.[0] ?? 0)]),
  positive: a.map(([value = 0], row) => [value + (b[row]?.[0] ?? 0) > 0 ? 1 : 0]),
};

function compiled(): Model {
  const model = twoAndTwo();
  model.compile({
    optimizer: "adam",
    loss: { sum: "meanSquaredError", positive: "binaryCrossentropy" },
    lossWeights: { positive: 0.5 },
    metrics: { positive: ["accuracy"] },
  });
  return model;
}

describe("a model of two inputs and two outputs", () => {
  test("learns both, and names every score", async () => {
    const model = compiled();
    const { values } = await model.fit(x, y, { epochs: 80, batchSize: 16, validationSplit: 0.25 });
    expect(Object.keys(values)).toEqual([
      "loss",
      "sumLoss",
      "positiveLoss",
      "positiveAccuracy",
      "valLoss",
      "valSumLoss",
      "valPositiveLoss",
      "valPositiveAccuracy",
    ]);
    expect(values.sumLoss?.at(-1)).toBeLessThan(0.02);
    expect(values.valPositiveAccuracy?.at(-1)).toBeGreaterThan(0.9);
  });

  test("its loss is the weighted sum of the losses", async () => {
    const { loss, sumLoss = 0, positiveLoss = 0 } = await compiled().evaluate(x, y);
    expect(loss).toBeCloseTo(sumLoss + 0.5 * positiveLoss, 5);
  });

  test("predicts each output by its name, in any size of batch", async () => {
    const model = twoAndTwo();
    const outputs = await model.predictOutputs(x, { batchSize: 7 });
    expect([outputs.sum?.shape, outputs.positive?.shape]).toEqual([
      [rows, 1],
      [rows, 1],
    ]);
    const whole = await model.predictOutputs(x);
    outputs.sum?.data.forEach((value, row) => void expect(value).toBeCloseTo(whole.sum?.data[row] ?? 0, 5));
    await expect(model.predict(x)).rejects.toThrow(/predictOutputs/);
  });

  test("is the same after it was saved and loaded, and goes on with its training bit for bit", async () => {
    const model = compiled();
    await model.fit(x, y, { epochs: 2 });
    const copy = await loadModel(await model.toBytes());
    expect(await copy.predictOutputs(x)).toEqual(await model.predictOutputs(x));
    await model.fit(x, y, { epochs: 4, initialEpoch: 2 });
    await copy.fit(x, y, { epochs: 4, initialEpoch: 2 });
    expect(copy.getWeights()).toEqual(model.getWeights());
  });

  test("is summarized with what each layer takes its values from", () => {
    expect(twoAndTwo().summary()).toContain("concatenate < first, second");
    expect(twoAndTwo().summary()).toContain("positive (dense) < dense");
  });
});

describe("what does not fit", () => {
  test.each([
    [() => compiled().fit({ first: a }, y), /"second" is missing/],
    [() => compiled().fit({ ...x, thrid: a }, y), /there is no "thrid"/],
    [() => compiled().fit(a, y), /the model takes several arrays/],
    [() => compiled().fit(x, { ...y, sum: [[1]] }), /different numbers of rows/],
    [
      () => compiled().fit({ first: a, second: b.slice(1) }, y),
      /x\.first and x\.second have different numbers of rows/,
    ],
    [() => compiled().fit({ first: a, second: b.map(() => [1, 2]) }, y), /x\.second: .*shape \[256,2\]/],
  ])("%s", async (fit, message) => {
    await expect(fit()).rejects.toThrow(message);
  });
  test.each<[Omit<CompileOptions, "optimizer">, RegExp]>([
    [{ loss: { sum: "meanSquaredError" } }, /a loss for the output "positive"/],
    [{ loss: "meanSquaredError", lossWeights: { som: 1 } }, /Did you mean "sum"/],
    [{ loss: "meanSquaredError", metrics: { other: [] } }, /the names of outputs: sum, positive/],
    [{ loss: "meanSquaredError", lossWeights: { sum: Number.NaN } }, /lossWeights.sum: got NaN/],
  ])("compile(%j)", (options, message) => {
    expect(() => twoAndTwo().compile({ optimizer: "sgd", ...options })).toThrow(message);
  });
  test("inputs that are not listed, or have no influence", () => {
    const [one, two] = [input({ shape: [1] }), input({ shape: [2] })];
    const output = apply(dense({ units: 1 }), one);
    expect(() => functional({ inputs: two, outputs: output })).toThrow(/not listed|no influence/);
    expect(() => functional({ inputs: { one, two }, outputs: output })).toThrow(/"two" has no influence/);
  });
  test("layers that cannot take such values say so when they are applied", () => {
    const wide = apply(dense({ units: 3 }), input({ shape: [2] }));
    expect(() => apply(add(), [wide, input({ shape: [4] })])).toThrow(/layer add/);
    expect(() => apply(dense({ units: 1 }), [wide, wide])).toThrow(/one input/);
  });
});

describe("a layer applied twice", () => {
  const twins = () => {
    const [left, right] = [input({ shape: [2] }), input({ shape: [2] })];
    const encoder = dense({ units: 3, activation: "tanh", name: "encoder" });
    const joined = apply(concatenate(), [apply(encoder, left), apply(encoder, right)]);
    return functional({ inputs: { left, right }, outputs: apply(dense({ units: 1 }), joined) }, { seed: 1 });
  };
  const data = { left: [[1, 2]], right: [[1, 2]] };

  test("has one set of weights, which learns from both places", async () => {
    const model = twins();
    expect(Object.keys(model.getWeights())).toEqual(["encoder/kernel", "encoder/bias", "dense/kernel", "dense/bias"]);
    model.setWeights({ "dense/kernel": [[1], [1], [1], [-1], [-1], [-1]] });
    expect((await model.predict(data)).at(0, 0)).toBeCloseTo(0, 6);
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.fit(data, [[1]], { epochs: 3 });
    const copy = await loadModel(await model.toBytes());
    expect(await copy.predict(data)).toEqual(await model.predict(data));
    expect(model.summary()).toContain("shared");
  });

  test("refuses inputs of different widths", () => {
    const encoder = dense({ units: 3 });
    const [left, right] = [input({ shape: [2] }), input({ shape: [4] })];
    const outputs = apply(concatenate(), [apply(encoder, left), apply(encoder, right)]);
    expect(() => functional({ inputs: { left, right }, outputs })).toThrow(/one set of weights/);
  });
});

describe("class numbers and pictures in one model", () => {
  test("learn together", async () => {
    const label = input({ shape: [2], dtype: "int32" });
    const wide = input({ shape: [3] });
    const vectors = apply(flatten(), apply(embedding({ inputDim: 5, outputDim: 4 }), label));
    const output = apply(dense({ units: 1 }), apply(concatenate(), [vectors, apply(dropout({ rate: 0.1 }), wide)]));
    const model = functional({ inputs: { label, wide }, outputs: output }, { seed: 2 });
    model.compile({ optimizer: adam({ learningRate: 0.02 }), loss: "meanSquaredError" });
    const labels = Array.from({ length: 20 }, (_, row) => [row % 5, (row * 3) % 5]);
    const values = labels.map(([p = 0, q = 0]) => [p, q, 1]);
    const targets = labels.map(([p = 0, q = 0]) => [p - q]);
    const { loss } = await model.fit({ label: labels, wide: values }, targets, { epochs: 60 });
    expect(loss.at(-1)).toBeLessThan((loss[0] ?? 0) / 2);
    const bad = labels.map((pair, row) => (row === 7 ? [1, 5] : pair));
    await expect(model.predict({ label: bad, wide: values })).rejects.toThrow(/x\.label: row 7, column 1: got 5/);
  });
});

describe("frozen layers", () => {
  test("keep their weights while the others learn, until they are thawed", async () => {
    const { train } = trainTestSplit(await digits(), { testSize: 0.8, seed: 1 });
    const { x: pictures } = { x: standardScaler().fit(train.x).transform(train.x) };
    const model = sequential(
      [
        dense({ units: 16, activation: "relu", name: "base", inputShape: [64] }),
        dense({ units: 10, activation: "softmax" }),
      ],
      { seed: 1 },
    );
    model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
    await model.fit(pictures, train.y, { epochs: 2 });
    const before = model.getWeights();
    model.freeze("base");
    expect(model.getWeights()).toEqual(before);
    await model.fit(pictures, train.y, { epochs: 2 });
    const frozen = model.getWeights();
    expect(frozen["base/kernel"]).toEqual(before["base/kernel"]);
    expect(frozen["dense/kernel"]).not.toEqual(before["dense/kernel"]);
    const copy = await loadModel(await model.toBytes());
    expect(copy.summary()).toContain("frozen");
    await copy.fit(pictures, train.y, { epochs: 1 });
    expect(copy.getWeights()["base/kernel"]).toEqual(before["base/kernel"]);
    model.unfreeze();
    await model.fit(pictures, train.y, { epochs: 1 });
    expect(model.getWeights()["base/kernel"]).not.toEqual(before["base/kernel"]);
    expect(() => model.freeze("bse")).toThrow(/Did you mean "base"/);
  });
});

describe("regularizers", () => {
  test("add their price to the loss, of training and of evaluation", async () => {
    const build = (price: number) => {
      const model = sequential(
        [
          dense({
            units: 1,
            kernelInitializer: "ones",
            inputShape: [3],
            kernelRegularizer: price === 0 ? undefined : "l2",
          }),
        ],
        { seed: 1 },
      );
      model.compile({ optimizer: "sgd", loss: "meanSquaredError", backend: reference });
      return model;
    };
    const rowsOf = [[1, 2, 3]];
    const plain = await build(0).evaluate(rowsOf, [[1]]);
    const priced = await build(1).evaluate(rowsOf, [[1]]);
    expect(priced.loss).toBeCloseTo(plain.loss + 0.01 * 3, 12);
  });
});
