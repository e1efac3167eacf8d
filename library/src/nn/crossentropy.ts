// What the cross-entropies share: options, and the logarithms of probabilities.
import { clip, divide, log, logSoftmax, sum } from "../ops/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { decimal, flag, optional } from "./components/index.ts";

/** Keras's epsilon: probabilities are kept in [1e-7, 1 - 1e-7] before their logarithm is taken. */
const margin = 1e-7;

/** Probabilities kept away from 0 and 1, where their logarithm is infinite. */
export function clipProbabilities(probabilities: Tensor): Tensor {
  return clip(probabilities, { minimum: margin, maximum: 1 - margin });
}

export const fromLogits = optional(
  flag("Whether predictions are scores before the last sigmoid or softmax instead of probabilities"),
  false,
);

export const labelSmoothing = optional(
  decimal({ minimum: 0, maximum: 1, description: "Share of the target that is spread over all classes" }),
  0,
);

/**
 * Logarithms of the probabilities of the classes along the last axis. Probabilities are divided by their sum and
 * clipped as in Keras; where they come from a softmax, plans see that and compute from the logits.
 */
export function logProbabilities(yPredicted: Tensor, fromLogits: boolean): Tensor {
  if (fromLogits) return logSoftmax(yPredicted);
  return log(clipProbabilities(divide(yPredicted, sum(yPredicted, { axes: -1, keepDims: true }))));
}
