// Models are trained by L-BFGS on all rows at once: one iteration each epoch, as scikit-learn does it.
import "../../src/names.ts";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { maxNorm } from "../../src/nn/constraints/index.ts";
import { batchNormalization, dense, dropout } from "../../src/nn/layers/index.ts";
import { sparseCategoricalCrossentropy } from "../../src/nn/losses/index.ts";
import { l2 } from "../../src/nn/regularizers/index.ts";
import { NdArray } from "../../src/tensor/index.ts";
import {
  bestWeights,
  DivergenceError,
  earlyStopping,
  type FullBatchOptimizer,
  lbfgs,
  loadModel,
  type Model,
  reduceLearningRateOnPlateau,
  sequential,
  terminateOnNaN,
} from "../../src/training/index.ts";
import { goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

const file = goldenRecord(JSON.parse(readFileSync(new URL("../golden/lbfgs.json", import.meta.url), "utf8")));
const iris = goldenRecord(goldenRecord(file.datasets)["iris rows 0:150:1"]);
const x = goldenArray(iris.X);
const y = Int32Array.from(goldenArray(iris.y).data);

function classifier(optimizer: FullBatchOptimizer, backend: "reference" | "wasm" = "wasm"): Model {
  const model = sequential([dense({ units: 6, activation: "tanh", inputShape: [4] }), dense({ units: 3 })], {
    seed: 3,
  });
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ optimizer, loss, metrics: ["sparseCategoricalAccuracy"], backend });
  return model;
}

describe("scikit-learn's course", () => {
  const golden = goldenCases("lbfgs").find(({ name }) =>
    name.startsWith("MLPClassifier iris rows 0:150:1 [5] tanh alpha=0.01"),
  );

  test("is followed by fit, from the same weights with the same penalty", async () => {
    if (golden === undefined || !Array.isArray(golden.initial)) throw new Error("the case is missing");
    const [first, second] = golden.initial.map(goldenRecord);
    const kernelRegularizer = l2({ l2: goldenNumber(golden.alpha) / (2 * y.length) });
    const model = sequential(
      [
        dense({ units: 5, activation: "tanh", kernelRegularizer, inputShape: [4], name: "a" }),
        dense({ units: 3, kernelRegularizer, name: "b" }),
      ],
      { seed: 0 },
    );
    model.setWeights({
      "a/kernel": goldenArray(first?.W),
      "a/bias": goldenArray(first?.b),
      "b/kernel": goldenArray(second?.W),
      "b/bias": goldenArray(second?.b),
    });
    model.compile({
      optimizer: "lbfgs",
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      backend: "reference",
    });
    const { loss } = await model.fit(x, y, { epochs: 20 });
    const theirs = goldenArray(golden.loss_after_iteration).rows(0, 20);
    closeTo(new NdArray(Float64Array.from(loss), [20]), theirs, { relative: 1e-8, absolute: 0 });
  });
});

describe("a training", () => {
  test("has one iteration in each epoch, never a higher loss, and ends by its own tolerance with a reason", async () => {
    const model = classifier(lbfgs());
    const history = await model.fit(x, y, { epochs: 500 });
    expect(history.stopReason).toBe("the gradient is as small as asked for");
    expect(history.epochs.length).toBeLessThan(300);
    expect(model.epochsTrained).toBe(history.epochs.length);
    for (let epoch = 1; epoch < history.loss.length; epoch += 1) {
      expect(history.loss[epoch]).toBeLessThanOrEqual(history.loss[epoch - 1] ?? 0);
    }
    expect(history.values.sparseCategoricalAccuracy?.at(-1)).toBeGreaterThan(0.98);
  });

  test.each(["reference", "wasm"] as const)("has in the history what the model then gives, on %s", async (backend) => {
    const model = classifier(lbfgs({ lineSearch: "strong_wolfe" }), backend);
    const { loss, values } = await model.fit(x, y, { epochs: 7, validationSplit: 0.2 });
    const rows = Math.floor(0.8 * y.length);
    const scores = await model.evaluate(x.rows(0, rows), y.slice(0, rows));
    expect(scores.loss).toBeCloseTo(loss.at(-1) ?? 0, 6);
    expect(scores.sparseCategoricalAccuracy).toBeCloseTo(values.sparseCategoricalAccuracy?.at(-1) ?? 0, 6);
    expect(values.valLoss?.length).toBe(7);
  });

  test("asks callbacks as any other, once for each epoch", async () => {
    const calls: string[] = [];
    await classifier(lbfgs()).fit(x, y, {
      epochs: 2,
      callbacks: [
        {
          onTrainBegin: ({ batches, rows, batchSize }) => void calls.push(`begin ${batches} ${rows} ${batchSize}`),
          onBatchEnd: ({ epoch, batch, batchLoss }) => void calls.push(`batch ${epoch} ${batch} ${batchLoss > 0}`),
          onEpochEnd: ({ epoch }) => void calls.push(`epoch ${epoch}`),
        },
      ],
    });
    expect(calls).toEqual(["begin 1 150 150", "batch 0 0 true", "epoch 0", "batch 1 0 true", "epoch 1"]);
  });

  test("counts rows by their weights", async () => {
    const sampleWeight = y.map((label) => (label === 2 ? 0 : 1));
    const { loss } = await classifier(lbfgs(), "reference").fit(x, y, { epochs: 10, sampleWeight });
    // Rows 0 to 99 are those of the first two classes; the sum is divided by the number of all rows.
    const some = await classifier(lbfgs(), "reference").fit(x.rows(0, 100), y.slice(0, 100), { epochs: 10 });
    loss.forEach((value, epoch) => void expect(value * 1.5).toBeCloseTo(some.loss[epoch] ?? 0, 8));
  });

  test("moves statistics once in each iteration, however often the loss is looked at", async () => {
    const model = sequential([batchNormalization({ momentum: 0.5, inputShape: [4] }), dense({ units: 3 })], {
      seed: 1,
    });
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    model.compile({ optimizer: "lbfgs", loss, backend: "reference" });
    await model.fit(x, y, { epochs: 3 });
    const [name = ""] = Object.keys(model.getWeights()).filter((weight) => weight.endsWith("movingMean"));
    const means = [0, 1, 2, 3].map((column) => {
      let sum = 0;
      for (let row = 0; row < y.length; row += 1) sum += x.at(row, column);
      return sum / y.length;
    });
    // Three steps from 0 towards the mean, each half of the way.
    means.forEach((mean, column) => void expect(model.getWeights()[name]?.at(column)).toBeCloseTo(mean * 0.875, 10));
  });

  test("begins anew where a callback has changed the weights", async () => {
    const model = classifier(lbfgs(), "reference");
    const initial = model.getWeights();
    const { loss } = await model.fit(x, y, {
      epochs: 8,
      callbacks: [{ onEpochBegin: (epoch) => (epoch === 4 ? model.setWeights(initial) : undefined) }],
    });
    expect(loss.slice(4)).toEqual(loss.slice(0, 4));
  });

  test("works with early stopping and the best weights", async () => {
    const model = classifier(lbfgs(), "reference");
    const { loss } = await model.fit(x, y, {
      epochs: 40,
      callbacks: [earlyStopping({ monitor: "loss", minDelta: 0.01, patience: 2 }), bestWeights()],
    });
    expect(loss.length).toBeLessThan(40);
    expect((await model.evaluate(x, y)).loss).toBeCloseTo(Math.min(...loss), 10);
  });
});

describe("exact resume", () => {
  test("ten epochs, a file and ten more are twenty, bit for bit", async () => {
    const whole = classifier(lbfgs());
    await whole.fit(x, y, { epochs: 20 });
    const half = classifier(lbfgs());
    await half.fit(x, y, { epochs: 10 });
    const resumed = await loadModel(await half.toBytes());
    await resumed.fit(x, y, { epochs: 20, initialEpoch: resumed.epochsTrained });
    expect(await resumed.toBytes()).toEqual(await whole.toBytes());
  });

  test("two trainings one after another are one, on the reference backend too", async () => {
    const whole = classifier(lbfgs(), "reference");
    await whole.fit(x, y, { epochs: 20 });
    const parts = classifier(lbfgs(), "reference");
    await parts.fit(x, y, { epochs: 10 });
    await parts.fit(x, y, { epochs: 20, initialEpoch: 10 });
    expect(await parts.toBytes()).toEqual(await whole.toBytes());
  });

  test("on other rows what is known of the curvature is forgotten", async () => {
    const model = classifier(lbfgs(), "reference");
    await model.fit(x, y, { epochs: 10 });
    const fresh = classifier(lbfgs(), "reference");
    fresh.setWeights(model.getWeights());
    const some = [x.rows(0, 120), y.slice(0, 120), { epochs: 5 }] as const;
    expect((await model.fit(...some)).loss).toEqual((await fresh.fit(...some)).loss);
  });

  test("compiling anew forgets it too", async () => {
    const model = classifier(lbfgs());
    await model.fit(x, y, { epochs: 3 });
    model.compile({ optimizer: "adam", loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
    await model.fit(x, y, { epochs: 1 });
    await expect(loadModel(await model.toBytes())).resolves.toBeDefined();
  });
});

describe("what does not go together with it says so", () => {
  test("random numbers in the model", async () => {
    const model = sequential([dropout({ rate: 0.5, inputShape: [4] }), dense({ units: 3 })], { seed: 1 });
    model.compile({ optimizer: "lbfgs", loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
    await expect(model.fit(x, y)).rejects.toThrow(
      "the model draws random numbers while it is trained, so lbfgs has no one loss. Leave out dropout and noise",
    );
  });

  test("constraints of weights", async () => {
    const model = sequential([dense({ units: 3, kernelConstraint: maxNorm(), inputShape: [4] })], { seed: 1 });
    model.compile({ optimizer: "lbfgs", loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
    await expect(model.fit(x, y)).rejects.toThrow('the weight "dense/kernel" has a constraint');
  });

  test("batches that come one after another", async () => {
    const model = classifier(lbfgs());
    await expect(model.partialFit(x, y)).rejects.toThrow("lbfgs: partialFit: the optimizer needs all rows at once");
    await expect(model.fit([{ x, y }])).rejects.toThrow("lbfgs: fit on batches from a source: the optimizer needs all");
  });

  test("callbacks that set the learning rate", async () => {
    const callbacks = [reduceLearningRateOnPlateau({ monitor: "loss", patience: 1, minDelta: 1000 })];
    await expect(classifier(lbfgs()).fit(x, y, { epochs: 5, callbacks })).rejects.toThrow(
      "lbfgs: the optimizer finds the length of its steps itself, so a callback cannot set it",
    );
  });
});

test("a start that gives no finite loss is a divergence; the weights stay", async () => {
  const model = classifier(lbfgs(), "reference");
  model.setWeights({ "dense_1/kernel": new NdArray(new Float64Array(18).fill(1e308), [6, 3]) });
  await expect(model.fit(x, y, { epochs: 3 })).rejects.toThrow(DivergenceError);
  expect(model.getWeights()["dense_1/kernel"]?.at(0, 0)).toBe(1e308);
  const history = await model.fit(x, y, { epochs: 3, callbacks: [terminateOnNaN()] });
  expect([history.epochs, typeof history.stopReason]).toEqual([[], "string"]);
});
