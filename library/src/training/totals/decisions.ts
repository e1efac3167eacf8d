// Decisions: what predictions say yes to, and which class they choose.
import { argmax, cast, greater, oneHot, sigmoid, softmax } from "../../ops/index.ts";
import { ConfigError, formatShape, type Tensor } from "../../tensor/index.ts";
import type { MetricContext } from "../metric.ts";

/** Predictions as probabilities, also where the loss takes logits. */
export function probabilitiesOf(yPredicted: Tensor, { logits }: MetricContext): Tensor {
  if (logits === undefined) return yPredicted;
  return logits === "softmax" ? softmax(yPredicted) : sigmoid(yPredicted);
}

/**
 * 1 where a prediction says yes: where it is above the threshold, if one is given, else where its probability is above
 * one half.
 */
export function positives(yPredicted: Tensor, context: MetricContext, threshold: number | undefined): Tensor {
  const isYes =
    threshold === undefined && context.logits === "softmax"
      ? greater(softmax(yPredicted), 0.5)
      : greater(yPredicted, threshold ?? context.threshold);
  return cast(isYes, "float");
}

/** 1 at the class with the largest prediction. */
export function chosenRows(yPredicted: Tensor): Tensor {
  return oneHot(argmax(yPredicted), yPredicted.shape.at(-1) ?? 0);
}

/** The class of each target: labels as they are, rows by their largest number. */
export function classLabels(yTrue: Tensor): Tensor {
  return yTrue.dtype === "int32" ? yTrue : argmax(yTrue);
}

/** Refuses an output that has no columns to choose from. @throws {ConfigError} */
export function checkClasses(metric: string, { shape }: Tensor): void {
  if ((shape.at(-1) ?? 0) >= 2) return;
  throw new ConfigError("a metric over classes needs one output for each class", {
    where: metric,
    got: `predictions of shape ${formatShape(shape)}`,
    expected: "at least 2 outputs along the last axis",
    fix: 'Use "accuracy" or "binaryAccuracy"',
  });
}
