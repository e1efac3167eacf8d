// Training on batches that somebody else makes, on one batch at a time, and with rows that count differently.
import { describe, expect, test } from "vitest";
import { dense, type Model, reference, sequential, sgd } from "../../src/index.ts";

const x = Array.from({ length: 12 }, (_, row) => [Math.sin(row), Math.cos(2 * row)]);
const y = x.map(([a = 0, b = 0]) => [a - 2 * b]);

function build(): Model {
  const model = sequential([dense({ units: 1, inputShape: [2] })], { seed: 5 });
  model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss: "meanSquaredError", metrics: ["meanAbsoluteError"] });
  return model;
}

const sizes = [5, 5, 2];
function* inOrder() {
  let start = 0;
  for (const size of sizes) {
    yield { x: x.slice(start, start + size), y: y.slice(start, start + size) };
    start += size;
  }
}
async function* promised() {
  for (const batch of inOrder()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    yield batch;
  }
}

describe("batches from a source", () => {
  test.each([
    ["a function that makes a generator", () => inOrder],
    ["a function that makes an async generator", () => promised],
    ["a list of batches", () => [...inOrder()]],
  ])("%s trains as the same rows in memory do, bit for bit", async (_name, source) => {
    const model = build();
    const history = await model.fit(source(), { epochs: 3, validationData: { x, y } });
    const expected = build();
    const known = await expected.fit(x, y, { epochs: 3, batchSize: 5, shuffle: false, validationData: { x, y } });
    expect(model.getWeights()).toEqual(expected.getWeights());
    expect(history.values).toEqual(known.values);
  });

  test("give a model its shape", async () => {
    const model = sequential([dense({ units: 1 })], { seed: 5 });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.fit(inOrder);
    expect(model.network?.inputs[0]?.shape).toEqual([2]);
  });

  test("an endless generator trains for the steps of each epoch", async () => {
    function* endless() {
      for (;;) yield* inOrder();
    }
    const model = build();
    await model.fit(endless(), { epochs: 3, stepsPerEpoch: 3 });
    const expected = build();
    await expected.fit(inOrder, { epochs: 3 });
    expect(model.getWeights()).toEqual(expected.getWeights());
  });

  test("a generator that has ended ends the training, with the reason", async () => {
    const history = await build().fit(inOrder(), { epochs: 3 });
    expect(history.epochs).toEqual([0]);
    expect(history.stopReason).toContain("batches came to an end");
  });

  test("batches that grow get more memory", async () => {
    const model = build();
    await model.fit([
      { x: x.slice(0, 2), y: y.slice(0, 2) },
      { x, y },
    ]);
    expect(Number.isFinite((await model.evaluate(x, y)).loss)).toBe(true);
  });

  test("mistakes in a batch are named with its number", async () => {
    const bad = () => [...inOrder(), { x: [[1, Number.NaN]], y: [[1]] }];
    await expect(build().fit(bad)).rejects.toThrow(/batch 3: x: row 0, column 1: got NaN/);
    await expect(build().fit(() => [])).rejects.toThrow(/there are no batches/);
    await expect(build().fit(inOrder, { validationSplit: 0.5 })).rejects.toThrow(/validationSplit/);
  });

  test("an error of the source reaches whoever called fit, and the model can be trained again", async () => {
    function* failing() {
      yield* inOrder();
      throw new RangeError("the disk is gone");
    }
    const model = build();
    await expect(model.fit(failing)).rejects.toThrow("the disk is gone");
    await model.fit(inOrder);
  });

  test("an abort ends the source too", async () => {
    let isClosed = false;
    async function* watched() {
      try {
        for (;;) yield { x, y };
      } finally {
        isClosed = true;
      }
    }
    const controller = new AbortController();
    const callbacks = [{ onBatchEnd: ({ batch }: { batch: number }) => void (batch === 4 && controller.abort()) }];
    await expect(build().fit(watched, { callbacks, signal: controller.signal })).rejects.toThrow(/abort/i);
    expect(isClosed).toBe(true);
  });
});

describe("partialFit", () => {
  test("steps as fit does, one batch at a time, of one row and of many", async () => {
    const model = build();
    const losses: number[] = [];
    for (const batch of inOrder()) losses.push((await model.partialFit(batch.x, batch.y)).loss);
    const expected = build();
    const { loss } = await expected.fit(inOrder);
    expect(model.getWeights()).toEqual(expected.getWeights());
    const mean = losses.reduce((sum, value, batch) => sum + value * (sizes[batch] ?? 0), 0) / x.length;
    expect(mean).toBeCloseTo(loss[0] ?? 0, 6);
    const before = (await model.partialFit([[1, 1]], [[-1]])).loss;
    expect((await model.partialFit([[1, 1]], [[-1]])).loss).toBeLessThan(before);
  });
  test("keeps the weights before a step that gives no finite numbers", async () => {
    const model = build();
    await model.partialFit(x, y);
    const before = model.getWeights();
    await expect(model.partialFit([[3e38, 3e38]], [[-3e38]])).rejects.toThrow(/no longer/);
    expect(model.getWeights()).toEqual(before);
    expect((await model.partialFit(x, y)).loss).toBeLessThan(100);
  });
  test("needs a compiled model, and no other training", async () => {
    const bare = sequential([dense({ units: 1 })], { seed: 1 });
    await expect(bare.partialFit(x, y)).rejects.toThrow(/compile/);
    const model = build();
    const training = model.fit(x, y, { epochs: 50 });
    await expect(model.partialFit(x, y)).rejects.toThrow(/being trained/);
    await training;
  });
});

describe("sample weights", () => {
  const weights = x.map((_, row) => (row % 3 === 0 ? 0 : row % 3));

  test("of whole numbers train as rows that stand there so often", async () => {
    const repeated = <T>(rows: readonly T[]) => rows.flatMap((row, index) => Array<T>(weights[index] ?? 0).fill(row));
    const make = (learningRate: number) => {
      const model = sequential([dense({ units: 1, inputShape: [2] })], { seed: 5 });
      model.compile({ optimizer: sgd({ learningRate }), loss: "meanSquaredError", backend: reference });
      return model;
    };
    const model = make(0.1);
    await model.fit(x, y, { sampleWeight: weights, batchSize: 12, epochs: 2 });
    // Keras divides by the number of rows, so the repeated rows need a rate in proportion.
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const expected = make((0.1 * total) / 12);
    await expected.fit(repeated(x), repeated(y), { batchSize: 100, epochs: 2 });
    const kernel = expected.getWeights()["dense/kernel"]?.data ?? [];
    model
      .getWeights()
      ["dense/kernel"]?.data.forEach((value, index) => void expect(value).toBeCloseTo(kernel[index] ?? 0, 12));
  });

  test("count in evaluate and in validation", async () => {
    const model = build();
    const { loss } = await model.evaluate(x, y, { sampleWeight: weights.map(() => 2) });
    expect(loss).toBeCloseTo(2 * (await model.evaluate(x, y)).loss, 4);
    const validationData = { x, y, sampleWeight: weights };
    const { valLoss } = await model.fit(x, y, { validationData });
    expect(valLoss?.[0]).toBeCloseTo((await model.evaluate(x, y, { sampleWeight: weights })).loss, 5);
  });

  test("come with each batch of a source", async () => {
    const model = build();
    await model.fit([{ x, y, sampleWeight: weights }], { epochs: 2 });
    const expected = build();
    await expected.fit(x, y, { sampleWeight: weights, batchSize: 12, shuffle: false, epochs: 2 });
    expect(model.getWeights()).toEqual(expected.getWeights());
  });

  test("that do not fit are refused", async () => {
    await expect(build().fit(x, y, { sampleWeight: [1, 2] })).rejects.toThrow(
      /sampleWeight have different numbers of rows/,
    );
    const negative = weights.map((_, row) => (row === 4 ? -1 : 1));
    await expect(build().fit(x, y, { sampleWeight: negative })).rejects.toThrow(/sampleWeight: row 4: got -1/);
  });
});

describe("class weights", () => {
  const labels = x.map(([a = 0]) => (a > 0.7 ? 1 : 0));
  const make = () => {
    const model = sequential([dense({ units: 2, activation: "softmax", inputShape: [2] })], { seed: 5 });
    model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss: "sparseCategoricalCrossentropy" });
    return model;
  };
  test("are sample weights by label", async () => {
    const model = make();
    await model.fit(x, labels, { classWeight: { 0: 1, 1: 3 }, epochs: 2 });
    const expected = make();
    await expected.fit(x, labels, { sampleWeight: labels.map((label) => (label === 1 ? 3 : 1)), epochs: 2 });
    expect(model.getWeights()).toEqual(expected.getWeights());
  });
  test("do not count in the validation part", async () => {
    const options = { validationSplit: 0.5, shuffle: false, batchSize: 1 };
    const { valLoss } = await make().fit(x, labels, { ...options, classWeight: { 0: 1e-9, 1: 1e-9 } });
    const untouched = await make().evaluate(x.slice(6), labels.slice(6));
    expect(valLoss?.[0]).toBeCloseTo(untouched.loss, 4);
  });
});

describe("a bare row is a batch of one", () => {
  test("of numbers, with its label or its one-hot row", async () => {
    const classifier = (): Model => {
      const model = sequential([dense({ units: 3, activation: "softmax", inputShape: [2] })], { seed: 5 });
      model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy" });
      return model;
    };
    const expected = await classifier().partialFit([[1, 2]], [[0, 0, 1]]);
    expect(await classifier().partialFit([1, 2], [0, 0, 1])).toEqual(expected);
    expect(await classifier().partialFit(Float32Array.of(1, 2), [2])).toEqual(expected);
    expect(await classifier().partialFit([1, 2], [[0, 0, 1]], { sampleWeight: [1] })).toEqual(expected);
  });

  test("where predict asks for rows, it says how to write one", async () => {
    await expect(build().predict([1, 2])).rejects.toThrow("expected [1,2]. Write a single row as a list of one: [row]");
  });
});

describe("weights of classes", () => {
  const labels = [0, 0, 0, 1, 2, 0, 1, 1, 1, 2, 2, 2];
  const classifier = (): Model => {
    const model = sequential([dense({ units: 3, activation: "softmax", inputShape: [2] })], { seed: 5 });
    const loss = "sparseCategoricalCrossentropy";
    model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss, backend: reference });
    return model;
  };

  test("are taken in float64, with those of the rows", async () => {
    const classWeight = { 0: 1 / 3, 1: 0.7, 2: 0.1 };
    const sampleWeight = labels.map((_, row) => 0.3 + row / 7);
    const both = labels.map((label, row) => (sampleWeight[row] ?? 0) * ([1 / 3, 0.7, 0.1][label] ?? 0));
    const [byClass, byRow] = [classifier(), classifier()];
    const history = await byClass.fit(x, labels, { epochs: 2, sampleWeight, classWeight });
    expect(history.values).toEqual((await byRow.fit(x, labels, { epochs: 2, sampleWeight: both })).values);
    expect(byClass.getWeights()).toEqual(byRow.getWeights());
  });

  test("balance the rows that are trained on, not those that are kept to validate", async () => {
    // Of the first six rows four are of class 0, one is of each other class.
    const trained = labels.slice(0, 6);
    const byRow = trained.map((label) => 6 / (3 * (label === 0 ? 4 : 1)));
    const [balanced, expected] = [classifier(), classifier()];
    const history = await balanced.fit(x, labels, { validationSplit: 0.5, classWeight: "balanced" });
    const validationData = { x: x.slice(6), y: labels.slice(6) };
    const known = await expected.fit(x.slice(0, 6), trained, { sampleWeight: byRow, validationData });
    expect(history.values).toEqual(known.values);
    expect(balanced.getWeights()).toEqual(expected.getWeights());
  });
});
