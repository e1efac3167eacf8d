// Handwritten digits, "the easy way": 64-128-128-10, trained, judged, saved, loaded.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { adam, dense, digits, loadModel, sequential, trainTestSplit } from "chainrule";

const { train, test } = trainTestSplit(await digits(), { testSize: 0.1, seed: 20 });

const model = sequential(
  [
    dense({ units: 128, activation: "sigmoid", inputShape: [64] }),
    dense({ units: 128, activation: "sigmoid" }),
    dense({ units: 10, activation: "softmax" }),
  ],
  { seed: 42 },
);
model.compile({ optimizer: adam({ learningRate: 0.001 }), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
console.log(model.summary());

const history = await model.fit(train.x, train.y, { epochs: 30, batchSize: 64, validationSplit: 0.1 });
console.log(
  `loss ${history.loss.at(0)?.toFixed(3)} in the first epoch, ${history.loss.at(-1)?.toFixed(3)} in the last`,
);

const { accuracy } = await model.evaluate(test.x, test.y);
console.log(`accuracy on ${test.x.shape[0]} rows that it has not seen: ${Number(accuracy).toFixed(3)}`);

const folder = await mkdtemp(path.join(tmpdir(), "chainrule-"));
await model.save(path.join(folder, "digits.safetensors"));
const predict = (await loadModel(path.join(folder, "digits.safetensors"))).predictor();
const probabilities = predict(test.x.rows(0, 1).data);
console.log(`row 0 is a ${test.y.at(0)}; the loaded model says ${probabilities.indexOf(Math.max(...probabilities))}`);
await rm(folder, { recursive: true });
