// Training that goes on: a checkpoint after each epoch, a file, and another program that continues bit for bit.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { adam, dense, digits, dropout, loadModel, modelCheckpoint, sequential, trainTestSplit } from "chainrule";

const { train } = trainTestSplit(await digits(), { testSize: 0.5, seed: 3 });
const folder = await mkdtemp(path.join(tmpdir(), "chainrule-"));
const file = path.join(folder, "digits.safetensors");

function build() {
  const model = sequential(
    [
      dense({ units: 32, activation: "relu", inputShape: [64] }),
      dropout({ rate: 0.2 }),
      dense({ units: 10, activation: "softmax" }),
    ],
    { seed: 3 },
  );
  model.compile({ optimizer: adam(), loss: "sparseCategoricalCrossentropy" });
  return model;
}

const first = build();
await first.fit(train.x, train.y, { epochs: 5, callbacks: [modelCheckpoint({ path: file })] });

// Another process, another day.
const resumed = await loadModel(file);
await resumed.fit(train.x, train.y, { epochs: 10, initialEpoch: resumed.epochsTrained });

const whole = build();
await whole.fit(train.x, train.y, { epochs: 10 });

const isEqual = Object.entries(whole.getWeights()).every(([name, weight]) => {
  const other = resumed.getWeights()[name];
  return weight.data.every((value, index) => Object.is(value, other?.data[index]));
});
console.log(`5 + 5 epochs and 10 epochs give ${isEqual ? "the same weights, bit for bit" : "different weights"}`);
await rm(folder, { recursive: true });
if (!isEqual) throw new Error("the training did not go on where it was");
