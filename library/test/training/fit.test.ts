// fit: learns digits, does the same again under the same seed, and takes every row once in each epoch.
import { beforeAll, describe, expect, test } from "vitest";
import { digits, type Split, trainTestSplit } from "../../src/index.ts";
import { dense, dropout } from "../../src/nn/layers/index.ts";
import { NdArray } from "../../src/tensor/index.ts";
import { type FitOptions, type History, type Model, sequential } from "../../src/training/index.ts";
import { adam, sgd } from "../../src/training/optimizers/index.ts";

let split: Split;
beforeAll(async () => {
  split = trainTestSplit(await digits(), { testSize: 0.2, seed: 4, stratify: true });
});

function network(seed: number): Model {
  const model = sequential(
    [
      dense({ units: 64, activation: "relu", inputShape: [64] }),
      dropout({ rate: 0.1 }),
      dense({ units: 10, activation: "softmax" }),
    ],
    { seed },
  );
  model.compile({ optimizer: adam({ learningRate: 0.003 }), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}

describe("digits", () => {
  test("are learned to at least 97 % on rows that were held back (seed 4, a fifth of the rows, stratified)", async () => {
    const { train, test: held } = split;
    const model = network(4);
    const history = await model.fit(train.x, train.y, { epochs: 40, batchSize: 64, validationSplit: 0.1 });
    expect(history.epochs.length).toBe(40);
    expect(Object.keys(history.values)).toEqual(["loss", "accuracy", "valLoss", "valAccuracy"]);
    expect(history.valAccuracy?.at(-1)).toBeGreaterThan(0.95);
    const { accuracy, loss } = await model.evaluate(held.x, held.y);
    expect(accuracy).toBeGreaterThanOrEqual(0.97);
    expect(loss).toBeLessThan(0.15);
    const probabilities = await model.predict(held.x);
    expect(probabilities.shape).toEqual([360, 10]);
    const right = [...held.y.data].filter((label, row) => {
      const { data } = probabilities.rows(row, row + 1);
      return data.indexOf(Math.max(...data)) === label;
    });
    expect(right.length / 360).toBeCloseTo(accuracy ?? 0, 6);
  });
});

describe("the same seed", () => {
  const options: FitOptions = { epochs: 3, batchSize: 50, validationSplit: 0.1 };
  const course = async (seed: number): Promise<[Readonly<Record<string, NdArray>>, History]> => {
    const model = network(seed);
    const history = await model.fit(split.train.x, split.train.y, options);
    return [model.getWeights(), history];
  };
  test("gives the same weights and the same history, bit for bit; another seed others", async () => {
    const [weights, { values }] = await course(5);
    const [again, { values: valuesAgain }] = await course(5);
    expect(again).toEqual(weights);
    expect(valuesAgain).toEqual(values);
    expect((await course(6))[0]).not.toEqual(weights);
  });
  test("gives the same weights whether epochs are trained in one call or in several", async () => {
    const { x, y } = split.train;
    const [once, twice] = [network(5), network(5)];
    await once.fit(x, y, { epochs: 4, batchSize: 50 });
    await twice.fit(x, y, { epochs: 1, batchSize: 50 });
    await twice.evaluate(x, y);
    await twice.fit(x, y, { epochs: 4, initialEpoch: 1, batchSize: 50 });
    expect(twice.getWeights()).toEqual(once.getWeights());
  });
  test("gives the same weights while other models are trained in between", async () => {
    const { x, y } = split.train;
    const [alone, [first]] = await Promise.all([
      course(5),
      Promise.all(
        [network(5), network(9)].map(async (model) => {
          await model.fit(x, y, options);
          return model.getWeights();
        }),
      ),
    ]);
    expect(first).toEqual(alone[0]);
  });
});

/** A model that only adds up what it sees: with a learning rate of 1 its bias sums the gradients. */
function counter(rows: number): { readonly model: Model; readonly x: NdArray; readonly y: NdArray } {
  const model = sequential([dense({ units: rows, kernelInitializer: "zeros", inputShape: [1] })], { seed: 1 });
  model.compile({ optimizer: sgd({ learningRate: 1 }), loss: "meanSquaredError" });
  const y = new NdArray(new Float32Array(rows * rows), [rows, rows]);
  for (let row = 0; row < rows; row += 1) y.data[row * rows + row] = 1;
  return { model, x: new NdArray(new Float32Array(rows), [rows, 1]), y };
}

describe("batches", () => {
  test("each epoch takes every row once, in another order, the last batch being smaller", async () => {
    const orders: string[] = [];
    const { model, x, y } = counter(7);
    let before = new Float32Array(7);
    let order: number[][] = [];
    await model.fit(x, y, {
      epochs: 3,
      batchSize: 3,
      callbacks: [
        {
          onEpochBegin: () => {
            order = [];
          },
          onBatchEnd: () => {
            const bias = Float32Array.from(model.getWeights()["dense/bias"]?.data ?? []);
            // Only rows of the batch raise their own output's bias.
            order.push([...bias.keys()].filter((row) => (bias[row] ?? 0) > (before[row] ?? 0)));
            before = bias;
          },
          onEpochEnd: () => void orders.push(JSON.stringify(order)),
        },
      ],
    });
    for (const text of orders) {
      const batches: number[][] = JSON.parse(text);
      expect(batches.map((batch) => batch.length)).toEqual([3, 3, 1]);
      expect(batches.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    }
    expect(new Set(orders).size).toBe(3);
  });

  test("the loss of a smaller last batch is its own mean, and counts by its rows", async () => {
    const model = sequential([dense({ units: 1, kernelInitializer: "zeros", inputShape: [1] })], { seed: 1 });
    model.compile({ optimizer: sgd({ learningRate: 0 }), loss: "meanSquaredError" });
    const losses: number[] = [];
    const options: FitOptions = {
      batchSize: 2,
      shuffle: false,
      callbacks: [{ onBatchEnd: ({ batchLoss }) => void losses.push(batchLoss) }],
    };
    const history = await model.fit([0, 0, 0], [1, 3, 5], options);
    expect(losses).toEqual([(1 + 9) / 2, 25]);
    expect(history.loss).toEqual([(1 + 9 + 25) / 3]);
    expect(await model.evaluate([0, 0, 0], [1, 3, 5], { batchSize: 2 })).toEqual({ loss: expect.closeTo(35 / 3, 5) });
  });

  test("a batch larger than the data is the data", async () => {
    const { model, x, y } = counter(3);
    const sizes: (number | undefined)[] = [];
    await model.fit(x, y, {
      batchSize: 100,
      callbacks: [{ onTrainBegin: (context) => void sizes.push(context.batches, context.batchSize) }],
    });
    expect(sizes).toEqual([1, 3]);
  });
});

describe("validation", () => {
  test("takes the last rows, which are not trained on", async () => {
    const model = sequential([dense({ units: 1, kernelInitializer: "zeros", inputShape: [1] })], { seed: 1 });
    model.compile({ optimizer: sgd({ learningRate: 0 }), loss: "meanSquaredError" });
    const history = await model.fit([0, 0, 0, 0, 0], [1, 1, 1, 2, 3], { validationSplit: 0.4 });
    expect([history.loss, history.valLoss]).toEqual([[1], [(4 + 9) / 2]]);
  });
  test("takes data that are given", async () => {
    const model = sequential([dense({ units: 1, kernelInitializer: "zeros", inputShape: [1] })], { seed: 1 });
    model.compile({ optimizer: sgd({ learningRate: 0 }), loss: "meanSquaredError" });
    const validationData = { x: [[0], [0]], y: [[2], [2]] };
    expect((await model.fit([0], [1], { validationData, epochs: 2 })).valLoss).toEqual([4, 4]);
  });
});

describe("the shape of the input", () => {
  test("is found by the first fit; a list of numbers is a column", async () => {
    const model = sequential([dense({ units: 1 })], { seed: 1 });
    expect(model.network).toBeUndefined();
    expect(model.summary()).toContain("Shapes are not known yet");
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.fit([1, 2, 3], [1, 2, 3]);
    expect(model.network?.inputs[0]?.shape).toEqual([1]);
    expect((await model.predict([1, 2])).shape).toEqual([2, 1]);
  });
  test("is in the summary, with parameters", () => {
    expect(network(3).summary()).toMatchInlineSnapshot(`
      "sequential, seed 3
      layer             output        parameters
      ──────────────────────────────────────────
      input             [batch, 64]             
      dense             [batch, 64]        4,160
      dropout           [batch, 64]            0
      dense_1 (dense)   [batch, 10]          650
      ──────────────────────────────────────────
      4,810 parameters"
    `);
  });
});

describe("targets", () => {
  test("of two classes: labels in a list and in a column give the same", async () => {
    const scores = async (y: number[] | number[][]) => {
      const model = sequential([dense({ units: 1, activation: "sigmoid", inputShape: [1] })], { seed: 1 });
      model.compile({ optimizer: "sgd", loss: "binaryCrossentropy", metrics: ["accuracy"] });
      await model.fit([-2, -1, 1, 2], y, { epochs: 200, batchSize: 4 });
      return model.evaluate([-2, -1, 1, 2], y);
    };
    const list = await scores([0, 0, 1, 1]);
    expect(list.accuracy).toBe(1);
    expect(await scores([[0], [0], [1], [1]])).toEqual(list);
  });
  test("of several classes: labels and one-hot rows give the same, with either cross-entropy", async () => {
    const scores = async (
      loss: "categoricalCrossentropy" | "sparseCategoricalCrossentropy",
      y: number[] | number[][],
    ) => {
      const model = sequential([dense({ units: 3, activation: "softmax", inputShape: [1] })], { seed: 1 });
      model.compile({ optimizer: "adam", loss, metrics: ["accuracy"] });
      await model.fit([1, 2, 3], y, { epochs: 3 });
      return model.evaluate([1, 2, 3], y);
    };
    const rows = await scores("categoricalCrossentropy", [
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    expect(await scores("categoricalCrossentropy", [2, 1, 0])).toEqual(rows);
    expect(await scores("sparseCategoricalCrossentropy", [2, 1, 0])).toEqual(rows);
    expect(await scores("sparseCategoricalCrossentropy", [[2], [1], [0]])).toEqual(rows);
  });
});

test("a mistake in compile loses nothing of the training before", async () => {
  const build = async () => {
    const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 2 });
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    await model.fit([[1], [2]], [[2], [4]], { epochs: 3 });
    return model;
  };
  const [model, expected] = [await build(), await build()];
  const mistakes: unknown[] = [{ backend: "wsam" }, { optimizer: "adm" }, { loss: "mse2" }, { metrics: ["accurcy"] }];
  for (const mistake of mistakes) {
    const options = Object.assign({ optimizer: "adam", loss: "meanSquaredError" } as const, mistake);
    expect(() => model.compile(options)).toThrow();
  }
  await model.fit([[1], [2]], [[2], [4]], { epochs: 3 });
  await expected.fit([[1], [2]], [[2], [4]], { epochs: 3 });
  expect(model.getWeights()).toEqual(expected.getWeights());
});
