// Early stopping behaves as Keras's does on the same series of values, in trainings that really run.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { defineLayer, defineLoss } from "../../src/nn/index.ts";
import { zeros } from "../../src/nn/initializers/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import {
  broadcastTo,
  cast,
  constant,
  gather,
  greater,
  multiply,
  reshape,
  select,
  square,
  sum,
} from "../../src/ops/index.ts";
import type { Tensor } from "../../src/tensor/index.ts";
import { earlyStopping } from "../../src/training/callbacks/index.ts";
import { type Callback, defineMetric, type History, type Model, sequential } from "../../src/training/index.ts";
import { sgd } from "../../src/training/optimizers/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";

/** A layer whose output is its one weight, which the test sets to the number of the epoch. */
const epochNumber = defineLayer({
  name: "epochNumber",
  description: "Its weight, for each row",
  weights: () => ({ epoch: { shape: [1], initializer: zeros() } }),
  call: ({ epoch }, x) => broadcastTo(epoch, [x.shape[0] ?? 1, 1]),
});

/** A model whose validation loss, or validation accuracy, is the series' value at the weight. */
function modelOf(series: readonly number[], monitor: "valLoss" | "valAccuracy"): Model {
  const values = constant(goldenArray(series));
  const valueAt = (output: Tensor): Tensor => gather(values, cast(reshape(output, [-1]), "int32"));
  const loss = defineLoss({
    name: "series",
    description: "0 where the target is 0, which it is in training, else the series' value",
    call: (yTrue, output) =>
      select(greater(reshape(yTrue, [-1]), 0), valueAt(output), multiply(sum(square(output), { axes: -1 }), 0)),
  });
  const accuracy = defineMetric({
    name: "accuracy",
    description: "The series' value",
    better: "larger",
    totals: (_yTrue, output) => ({ sum: sum(valueAt(output)) }),
    result: (totals, rows) => (totals.sum?.[0] ?? 0) / rows,
  });
  const model = sequential([epochNumber({ inputShape: [1] })], { seed: 1 });
  const metrics = monitor === "valAccuracy" ? [accuracy()] : [];
  model.compile({ optimizer: sgd({ learningRate: 0 }), loss: loss(), metrics, backend: "reference" });
  return model;
}

async function replay(
  series: readonly number[],
  callback: Callback,
  monitor: "valLoss" | "valAccuracy",
): Promise<[History, number]> {
  const model = modelOf(series, monitor);
  const history = await model.fit([0], [0], {
    epochs: series.length,
    validationData: { x: [0], y: [1] },
    callbacks: [{ onEpochBegin: (epoch) => model.setWeights({ "epochNumber/epoch": [epoch] }) }, callback],
  });
  return [history, model.getWeights()["epochNumber/epoch"]?.at(0) ?? Number.NaN];
}

function optionsOf({ args }: GoldenCase) {
  const { patience, min_delta, restore_best_weights, baseline, start_from_epoch, mode, monitor } = goldenRecord(args);
  return {
    patience: goldenNumber(patience),
    minDelta: goldenNumber(min_delta ?? 0),
    restoreBestWeights: restore_best_weights === true,
    ...(baseline === undefined ? {} : { baseline: goldenNumber(baseline) }),
    startFromEpoch: goldenNumber(start_from_epoch ?? 0),
    mode: mode === "max" ? "maximum" : "auto",
    monitor: monitor === "val_accuracy" ? "valAccuracy" : "valLoss",
  } as const;
}

const cases = goldenCases("schedules").filter(({ kind }) => kind === "early_stopping");

describe("Keras's replays", () => {
  test("are found", () => expect(cases.length).toBe(12));

  test.each(cases)("$name", async (golden) => {
    const series = Array.isArray(golden.series) ? golden.series.map(goldenNumber) : [];
    const options = optionsOf(golden);
    const [history, epoch] = await replay(series, earlyStopping(options), options.monitor);
    expect(history.epochs.length).toBe(golden.epochs_run);
    expect(history.stopReason !== undefined).toBe(golden.stopped);
    expect(epoch).toBe(golden.weights_in_the_end_are_of_epoch);
    expect(history.values[options.monitor]).toEqual(series.slice(0, history.epochs.length));
  });
});

describe("the mode", () => {
  test("auto goes by the metric: accuracy is better when it is larger", async () => {
    const stopped = async (mode: "auto" | "minimum") =>
      (
        await replay([0.5, 0.6, 0.7, 0.6], earlyStopping({ monitor: "valAccuracy", patience: 1, mode }), "valAccuracy")
      )[0];
    expect((await stopped("auto")).epochs.length).toBe(4);
    expect((await stopped("minimum")).epochs.length).toBe(2);
  });
});

test("the reason stands in the history", async () => {
  const [history] = await replay([3, 2, 4, 5], earlyStopping({ patience: 2, restoreBestWeights: true }), "valLoss");
  expect(history.stopReason).toBe("no better valLoss than 2 of epoch 2; its weights are kept");
});

test("the same callback may be used for several trainings: each begins anew", async () => {
  const callback = earlyStopping({ patience: 1 });
  const first = await replay([1, 2, 3], callback, "valLoss");
  expect(await replay([5, 6, 7], callback, "valLoss")).toMatchObject([{ epochs: [0, 1] }, 1]);
  expect(first).toMatchObject([{ epochs: [0, 1] }, 1]);
});

test("a value that is not there is an error that says what is", async () => {
  const model = sequential([dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await expect(model.fit([1], [1], { callbacks: ["earlyStopping"] })).rejects.toThrow(
    'earlyStopping: monitor: got "valLoss", expected one of loss. Pass validationSplit or validationData to fit',
  );
  const callbacks = [earlyStopping({ monitor: "los" })];
  await expect(model.fit([1], [1], { callbacks })).rejects.toThrow('Did you mean "loss"?');
});
