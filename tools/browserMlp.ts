// A page that trains a small network by the names of components; the browser tests run it.
import { adam, dense, sequential } from "chainrule";

/** Trains exclusive or; returns the loss before and after. */
export async function run(): Promise<{ before: number; after: number }> {
  const x = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const y = [[0], [1], [1], [0]];
  const model = sequential(
    [dense({ units: 8, activation: "tanh", inputShape: [2] }), dense({ units: 1, activation: "sigmoid" })],
    { seed: 42 },
  );
  model.compile({ optimizer: adam({ learningRate: 0.05 }), loss: "binaryCrossentropy" });
  const before = await model.evaluate(x, y);
  await model.fit(x, y, { epochs: 200, batchSize: 4 });
  const after = await model.evaluate(x, y);
  return { before: before.loss, after: after.loss };
}
