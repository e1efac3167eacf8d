// The network that the command trains: hidden layers of one kind, then an output that fits the task.
import {
  dense,
  dropout,
  gaussianNoise,
  type Layer,
  type Model,
  type Optimizer,
  optimizerRegistry,
  readComponent,
  sequential,
} from "chainrule";
import type { TrainingOptions } from "../options/trainOptions.ts";
import type { Dataset } from "./dataset.ts";

/** A compiled model for a dataset. */
export function createNetwork(dataset: Dataset, options: TrainingOptions, seed: number): Model {
  const { target } = dataset;
  const model = sequential(createLayers(dataset, options), { seed });
  model.compile({
    optimizer: createOptimizer(options),
    loss: target.task === "classification" ? "sparseCategoricalCrossentropy" : "meanSquaredError",
    metrics: target.task === "classification" ? ["accuracy"] : [],
    backend: options.backend,
  });
  return model;
}

function createLayers({ target, features }: Dataset, options: TrainingOptions): Layer[] {
  const { hidden, activation, dropout: rate, noise: stddev } = options;
  const inputShape = [features.names.length];
  const first = stddev > 0 ? [gaussianNoise({ stddev, inputShape })] : [];
  const shaped = (index: number): { readonly inputShape?: readonly number[] } =>
    index === 0 && first.length === 0 ? { inputShape } : {};
  const between = hidden.flatMap((units, index) => {
    const layer = dense({ units, activation, ...shaped(index) });
    return rate > 0 ? [layer, dropout({ rate })] : [layer];
  });
  const output =
    target.task === "classification"
      ? dense({ units: target.labels.length, activation: "softmax", ...shaped(between.length) })
      : dense({ units: 1, ...shaped(between.length) });
  return [...first, ...between, output];
}

function createOptimizer({ optimizer, learningRate }: TrainingOptions): Optimizer {
  const rate = learningRate === undefined ? {} : { learningRate };
  return readComponent(optimizerRegistry, { type: optimizer, ...rate }, [], "--optimizer");
}
