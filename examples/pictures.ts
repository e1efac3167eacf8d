// A small convolutional network on the digits, with a schedule, early stopping and a report as scikit-learn prints it.
import {
  adam,
  classificationReport,
  conv2D,
  cosineDecay,
  dense,
  digits,
  dropout,
  earlyStopping,
  flatten,
  maxPooling2D,
  reshape,
  scores,
  sequential,
  trainTestSplit,
} from "chainrule";

const data = await digits();
const { train, test } = trainTestSplit(data, { testSize: 0.2, seed: 1, stratify: true });
const model = sequential(
  [
    reshape({ targetShape: [8, 8, 1], inputShape: [64] }),
    conv2D({ filters: 16, kernelSize: 3, padding: "same", activation: "relu" }),
    maxPooling2D({ poolSize: 2 }),
    conv2D({ filters: 32, kernelSize: 3, padding: "same", activation: "relu" }),
    flatten(),
    dropout({ rate: 0.3 }),
    dense({ units: 10, activation: "softmax" }),
  ],
  { seed: 1 },
);
const learningRate = cosineDecay({ initialLearningRate: 0.003, decaySteps: 20 * 41 });
model.compile({ optimizer: adam({ learningRate }), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
console.log(model.summary());
await model.fit(train.x, train.y, {
  epochs: 20,
  validationSplit: 0.1,
  callbacks: [earlyStopping({ patience: 5, restoreBestWeights: true })],
});

const probabilities = await model.predict(test.x);
const predicted = Array.from({ length: probabilities.shape[0] ?? 0 }, (_, row) => {
  const values = [...probabilities.rows(row, row + 1).data];
  return values.indexOf(Math.max(...values));
});
const truth = [...test.y.data];
console.log(classificationReport(truth, predicted));
const accuracy = scores.accuracyScore(truth, predicted);
const interval = scores.confidenceInterval(scores.accuracyScore, truth, predicted, { seed: 1 });
console.log(`accuracy ${accuracy.toFixed(3)}`, interval);
if (accuracy < 0.95) throw new Error("the digits were not learned");
