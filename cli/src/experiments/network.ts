// The network that the command trains: hidden layers of one kind, then an output that fits the task.
import { dense, type Model, type Optimizer, optimizerRegistry, sequential } from "chainrule";
import type { TrainingOptions } from "../options/trainOptions.ts";
import type { Dataset } from "./dataset.ts";

/** A compiled model for a dataset. */
export function createNetwork(dataset: Dataset, options: TrainingOptions, seed: number): Model {
  const { target, features } = dataset;
  const inputShape = [features.names.length];
  const hidden = options.hidden.map((units, index) =>
    dense({ units, activation: options.activation, ...(index === 0 ? { inputShape } : {}) }),
  );
  const first = hidden.length === 0 ? { inputShape } : {};
  const output =
    target.task === "classification"
      ? dense({ units: target.labels.length, activation: "softmax", ...first })
      : dense({ units: 1, ...first });
  const model = sequential([...hidden, output], { seed });
  model.compile({
    optimizer: createOptimizer(options),
    loss: target.task === "classification" ? "sparseCategoricalCrossentropy" : "meanSquaredError",
    metrics: target.task === "classification" ? ["accuracy"] : [],
    backend: options.backend,
  });
  return model;
}

function createOptimizer({ optimizer, learningRate }: TrainingOptions): Optimizer {
  const rate = learningRate === undefined ? {} : { learningRate };
  return optimizerRegistry.read({ type: optimizer, ...rate }, [], "--optimizer");
}
