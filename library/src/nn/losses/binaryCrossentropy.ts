// binaryCrossentropy: -(y log p + (1 - y) log(1 - p)).
import { add, log, logSigmoid, mean, multiply, negate, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { clipProbabilities, fromLogits, labelSmoothing } from "../crossentropy.ts";
import { defineLoss, probabilitiesAsOutput } from "../loss.ts";

function logarithms(yPredicted: Tensor, isLogits: boolean): readonly [ofP: Tensor, ofComplement: Tensor] {
  if (isLogits) return [logSigmoid(yPredicted), logSigmoid(negate(yPredicted))];
  // 1 - p is clipped by itself: in float32, 1 - (1 - 1e-7) is a fifth more than 1e-7.
  return [log(clipProbabilities(yPredicted)), log(clipProbabilities(subtract(1, yPredicted)))];
}

/**
 * `-(y log p + (1 - y) log(1 - p))`, mean over the last axis, for targets from 0 to 1 and one probability for each.
 *
 * Probabilities are clipped to [1e-7, 1 - 1e-7] as in Keras, unless the model ends with a sigmoid: then, and with
 * `fromLogits`, the loss is computed from the scores and never saturates. Smoothing: `y (1 - s) + s / 2`.
 */
export const binaryCrossentropy = defineLoss({
  name: "binaryCrossentropy",
  description: "Cross-entropy of yes-or-no targets and their probabilities",
  config: { fromLogits, labelSmoothing },
  targets: (outputShape) => [probabilitiesAsOutput(outputShape)],
  call: (yTrue, yPredicted, { fromLogits: isLogits, labelSmoothing: s }) => {
    const y = s === 0 ? yTrue : add(multiply(yTrue, 1 - s), s / 2);
    const [logP, logComplement] = logarithms(yPredicted, isLogits);
    return negate(mean(add(multiply(y, logP), multiply(subtract(1, y), logComplement)), { axes: -1 }));
  },
});
