// The logarithms of class probabilities, from probabilities or from logits.
import { divide, log, logSoftmax, sum } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { clipProbabilities } from "./crossentropyOptions.ts";

/**
 * Logarithms of the probabilities of the classes along the last axis. Probabilities are divided by their sum and
 * clipped as in Keras; where they come from a softmax, plans see that and compute from the logits.
 */
export function logProbabilities(yPredicted: Tensor, fromLogits: boolean): Tensor {
  if (fromLogits) return logSoftmax(yPredicted);
  return log(clipProbabilities(divide(yPredicted, sum(yPredicted, { axes: -1, keepDims: true }))));
}
