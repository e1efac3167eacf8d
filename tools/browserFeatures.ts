// A page with components from chainrule/slim and every feature: what the features weigh, and whether they work in a page.
import {
  adam,
  dense,
  freezing,
  lossFunctions,
  meanSquaredError,
  objectRows,
  ops,
  optimizerOptions,
  predictors,
  rowWeights,
  saving,
  sequential,
  streams,
  summaries,
  use,
} from "chainrule/slim";

use(freezing, lossFunctions, objectRows, optimizerOptions, predictors, rowWeights, saving, streams, summaries);

const rows = [
  { hours: 1, sleep: 0.5 },
  { hours: 0, sleep: 1 },
];

/** Trains on rows of objects and on a batch; returns the loss before and after, and what each feature gave. */
export async function run(): Promise<{ before: number; after: number; bytes: number; single: number; text: string }> {
  const model = sequential([dense({ units: 1, inputShape: [2] })], { seed: 42 });
  const optimizer = adam({ learningRate: 0.05, clipNorm: 1 });
  const loss = meanSquaredError();
  model.compile({ optimizer, loss: (y, p) => ops.mean(loss.call(y, p)) });
  model.columns = { x: ["hours", "sleep"] };
  const before = await model.evaluate(rows, [1, 2], { sampleWeight: [1, 2] });
  await model.fit(rows, [1, 2], { epochs: 200, classWeight: { 1: 1, 2: 1 } });
  await model.partialFit(rows, [1, 2]);
  const after = await model.evaluate(rows, [1, 2], { sampleWeight: [1, 2] });
  model.freeze();
  model.compile({ optimizer, loss });
  const saved = await (await model.clone()).toBytes();
  const single = model.predictor()([0, 1])[0] ?? Number.NaN;
  return { before: before.loss, after: after.loss, bytes: saved.length, single, text: model.summary() };
}
