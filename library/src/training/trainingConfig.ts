// What compile decides: optimizer, loss and metrics, resolved from names and checked against the model's output.
import { type Loss, type LossName, lossRegistry } from "../nn/index.ts";
import { ConfigError, type Shape } from "../tensor/index.ts";
import type { Metric, MetricContext } from "./metric.ts";
import { type MetricName, metricRegistry } from "./metricRegistry.ts";
import type { Optimizer } from "./optimizer.ts";
import { type OptimizerName, optimizerRegistry } from "./optimizerRegistry.ts";

/** What a model is trained with. */
export interface TrainingConfig {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
}

/** What a model is trained with, by names or as objects. */
export interface TrainingOptions {
  /** The rule by which weights are improved: a name, or for instance `adam({ learningRate: 0.01 })`. */
  readonly optimizer: OptimizerName | Optimizer;
  /** What is minimized: a name, or for instance `binaryCrossentropy({ fromLogits: true })`. */
  readonly loss: LossName | Loss;
  /** What else is computed for each epoch. Default none. */
  readonly metrics?: readonly (MetricName | Metric)[];
}

/**
 * Resolves names.
 *
 * @throws {ConfigError} for an unknown name, with the nearest one, and for a metric that is named twice.
 */
export function resolveTraining({ optimizer, loss, metrics = [] }: TrainingOptions): TrainingConfig {
  const resolved = metrics.map((metric) => metricRegistry.resolve(metric, "metrics"));
  const seen = new Set<string>(["loss"]);
  for (const { type } of resolved) {
    if (seen.has(type)) throw new ConfigError("metrics", { got: `"${type}" twice`, expected: "each metric once" });
    seen.add(type);
  }
  return {
    optimizer: optimizerRegistry.resolve(optimizer, "optimizer"),
    loss: lossRegistry.resolve(loss, "loss"),
    metrics: resolved,
  };
}

/** Checks that the loss can be used with such an output. @throws {ConfigError} when it cannot. */
export function checkLoss({ loss }: TrainingConfig, outputShape: Shape): void {
  loss.targets(outputShape);
}

/** What the metrics may know: predictions count as yes from the middle of their range on. */
export function metricContext({ loss }: TrainingConfig): MetricContext {
  return { threshold: loss.fromLogits ? 0 : 0.5 };
}
