// binaryFocalCrossentropy: cross-entropy that counts what is predicted well for less.
import { add, clip, mean, multiply, negate, pow, sigmoid, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { decimal, flag, optional } from "../components/index.ts";
import {
  binaryCrossentropies,
  fromLogits,
  labelSmoothing,
  probabilityEpsilon,
  smoothedBinary,
} from "../crossentropy.ts";
import { defineLoss, probabilitiesAsOutput } from "../loss.ts";

/** The probability of what is not so: `y (1 - p) + (1 - y) p`. */
function wrongProbability(y: Tensor, yPredicted: Tensor, isLogits: boolean): Tensor {
  const p = isLogits ? sigmoid(yPredicted) : yPredicted;
  const complement = isLogits ? sigmoid(negate(yPredicted)) : subtract(1, yPredicted);
  return add(multiply(y, complement), multiply(subtract(1, y), p));
}

/** `w^gamma`; below 1 that has an infinite derivative at 0, so there w is kept away from it. */
function focalFactor(w: Tensor, gamma: number): Tensor {
  return pow(gamma < 1 ? clip(w, { minimum: probabilityEpsilon }) : w, gamma);
}

/**
 * `w^gamma` times the binary cross-entropy, mean over the last axis, where `w = y (1 - p) + (1 - y) p` is the
 * probability that was given to the wrong answer: examples that are predicted well count for less
 * (Lin et al., 2017, arXiv:1708.02002).
 *
 * With `applyClassBalancing`, yes counts `alpha` times and no `1 - alpha` times. Clipping, smoothing and logits as in
 * `binaryCrossentropy`: from logits or behind a sigmoid it never saturates.
 */
export const binaryFocalCrossentropy = defineLoss({
  name: "binaryFocalCrossentropy",
  description: "Cross-entropy of yes-or-no targets in which what is predicted well counts for less",
  config: {
    applyClassBalancing: optional(flag("Whether yes counts alpha times and no 1 - alpha times"), false),
    alpha: optional(decimal({ minimum: 0, maximum: 1, description: "Weight of yes, with applyClassBalancing" }), 0.25),
    gamma: optional(decimal({ minimum: 0, description: "Power by which good predictions count for less" }), 2),
    fromLogits,
    labelSmoothing,
  },
  targets: (outputShape) => [probabilitiesAsOutput(outputShape)],
  call: (yTrue, yPredicted, { applyClassBalancing, alpha, gamma, fromLogits: isLogits, labelSmoothing: s }) => {
    const y = smoothedBinary(yTrue, s);
    const losses = binaryCrossentropies(y, yPredicted, isLogits);
    const focal =
      gamma === 0 ? losses : multiply(focalFactor(wrongProbability(y, yPredicted, isLogits), gamma), losses);
    const balance = add(multiply(y, alpha), multiply(subtract(1, y), 1 - alpha));
    return mean(applyClassBalancing ? multiply(balance, focal) : focal, { axes: -1 });
  },
});
