// Run as a process: trains a model with every optimizer, as a whole or in two parts with files between; prints digests.
import { createHash } from "node:crypto";
import path from "node:path";
import {
  adam,
  batchNormalization,
  type Callback,
  cosineDecay,
  dense,
  dropout,
  earlyStopping,
  gaussianNoise,
  loadModel,
  type Model,
  type Optimizer,
  optimizerRegistry,
  reduceLearningRateOnPlateau,
  rmsprop,
  sequential,
  sgd,
} from "chainrule";

/** Every optimizer as it is, and some with options that make it remember more. */
const optimizers = new Map<string, Optimizer>([
  ...optimizerRegistry.factories
    .map((factory) => factory.create({}))
    .map((optimizer) => [optimizer.type, optimizer] as const),
  ["momentum", sgd({ momentum: 0.9, nesterov: true, clipNorm: 1, weightDecay: 0.01 })],
  ["amsgrad", adam({ amsgrad: true, globalClipNorm: 1 })],
  ["centered", rmsprop({ centered: true, momentum: 0.5 })],
  ["averaging", adam({ useEma: true, emaMomentum: 0.9 })],
  ["accumulating", adam({ gradientAccumulationSteps: 3 })],
  ["scheduled", adam({ learningRate: cosineDecay({ initialLearningRate: 0.01, decaySteps: 100 }) })],
]);

const rows = 53;
const x = Array.from({ length: rows }, (_, row) => [Math.sin(row), Math.cos(2 * row), (row % 7) / 7]);
const y = x.map(([a = 0, b = 0]) => (a * b > 0 ? 1 : 0));

const isFullBatch = (optimizer: Optimizer): boolean => "fullBatch" in optimizer;

function build(optimizer: Optimizer): Model {
  const model = sequential(
    [
      dense({ units: 8, activation: "tanh", inputShape: [3] }),
      // An optimizer of all rows at once needs the same loss whenever it asks.
      ...(isFullBatch(optimizer)
        ? []
        : [batchNormalization(), gaussianNoise({ stddev: 0.05 }), dropout({ rate: 0.2 })]),
      dense({ units: 1, activation: "sigmoid" }),
    ],
    { seed: 11 },
  );
  model.compile({ optimizer, loss: "binaryCrossentropy", metrics: ["binaryAccuracy"] });
  return model;
}

async function train(model: Model, from: number, to: number): Promise<void> {
  const optimizer = model.training?.optimizer;
  const keepsRate = optimizer !== undefined && (isFullBatch(optimizer) || optimizer.schedule !== undefined);
  const callbacks: Callback[] = [
    earlyStopping({ patience: 12, minDelta: 0.01, restoreBestWeights: true }),
    ...(keepsRate ? [] : [reduceLearningRateOnPlateau({ monitor: "loss", patience: 3, minDelta: 0.02, cooldown: 1 })]),
  ];
  await model.fit(x, y, { epochs: to, initialEpoch: from, batchSize: 8, validationSplit: 0.2, callbacks });
}

const digest = async (model: Model): Promise<string> =>
  createHash("sha256")
    .update(await model.toBytes())
    .digest("hex");

const [part, folder = ""] = process.argv.slice(2);
const digests: Record<string, string> = {};
for (const [name, optimizer] of optimizers) {
  const file = path.join(folder, `${name}.safetensors`);
  if (part === "whole") {
    const model = build(optimizer);
    await train(model, 0, 20);
    digests[name] = await digest(model);
  } else if (part === "first") {
    const model = build(optimizer);
    await train(model, 0, 10);
    await model.save(file);
    digests[name] = await digest(model);
  } else {
    const model = await loadModel(file);
    await train(model, model.epochsTrained, 20);
    digests[name] = await digest(model);
  }
}
console.log(JSON.stringify(digests));
