// A model whose validation values follow a given series, epoch by epoch: for replays of what other frameworks did.
import { defineLayer, defineLoss } from "../../src/nn/index.ts";
import { zeros } from "../../src/nn/initializers/index.ts";
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
import {
  type Callback,
  type CallbackHandlers,
  defineMetric,
  type History,
  type Model,
  sequential,
} from "../../src/training/index.ts";
import { sgd } from "../../src/training/optimizers/index.ts";
import { goldenArray } from "../golden/goldenCases.ts";

/** What is watched. */
export type Watched = "valLoss" | "valAccuracy";

/** A layer whose output is its one weight, which the test sets to the number of the epoch. */
const epochNumber = defineLayer({
  name: "epochNumber",
  description: "Its weight, for each row",
  weights: () => ({ epoch: { shape: [1], initializer: zeros() } }),
  call: ({ epoch }, x) => broadcastTo(epoch, [x.shape[0] ?? 1, 1]),
});

/** A model whose validation loss, or validation accuracy, is the series' value at the weight. */
function modelOf(series: readonly number[], monitor: Watched, learningRate: number): Model {
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
  model.compile({ optimizer: sgd({ learningRate }), loss: loss(), metrics, backend: "reference" });
  return model;
}

/**
 * Trains a model for as many epochs as the series has values, or until a callback ends it. Nothing is learned: each epoch
 * has its number as its weight.
 *
 * @returns the history, and the number of the epoch whose weight the model has in the end.
 */
export async function replay(
  series: readonly number[],
  callback: Callback | CallbackHandlers,
  monitor: Watched,
  { learningRate = 0, watcher = {} }: { readonly learningRate?: number; readonly watcher?: CallbackHandlers } = {},
): Promise<[History, number]> {
  const model = modelOf(series, monitor, learningRate);
  const history = await model.fit([0], [0], {
    epochs: series.length,
    validationData: { x: [0], y: [1] },
    callbacks: [{ onEpochBegin: (epoch) => model.setWeights({ "epochNumber/epoch": [epoch] }) }, callback, watcher],
  });
  return [history, model.getWeights()["epochNumber/epoch"]?.at(0) ?? Number.NaN];
}
