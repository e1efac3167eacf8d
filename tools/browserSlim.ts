// A page that trains a small network out of imported components alone: what the size of a browser bundle is promised for.
import { adam, binaryCrossentropy, dense, sequential, sigmoid, tanh } from "chainrule/slim";

/** Trains exclusive or; returns the loss before and after, and the predictions. */
export async function run(): Promise<{ before: number; after: number; predictions: number[] }> {
  const x = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const y = [[0], [1], [1], [0]];
  const model = sequential(
    [dense({ units: 8, activation: tanh(), inputShape: [2] }), dense({ units: 1, activation: sigmoid() })],
    { seed: 42 },
  );
  model.compile({ optimizer: adam({ learningRate: 0.05 }), loss: binaryCrossentropy() });
  const before = await model.evaluate(x, y);
  await model.fit(x, y, { epochs: 200, batchSize: 4 });
  const after = await model.evaluate(x, y);
  const predictions = await model.predict(x);
  return { before: before.loss, after: after.loss, predictions: [...predictions.data] };
}
