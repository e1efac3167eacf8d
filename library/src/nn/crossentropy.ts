// What the cross-entropies share: options, targets as rows, and the logarithms of probabilities.
import {
  add,
  clip,
  divide,
  log,
  logSigmoid,
  logSoftmax,
  multiply,
  negate,
  oneHot,
  subtract,
  sum,
} from "../ops/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { decimal, flag, optional } from "./components/index.ts";

/** Keras's epsilon: probabilities are kept in [1e-7, 1 - 1e-7] before their logarithm is taken. */
export const probabilityEpsilon = 1e-7;

/** Probabilities kept away from 0 and 1, where their logarithm is infinite. */
export function clipProbabilities(probabilities: Tensor): Tensor {
  return clip(probabilities, { minimum: probabilityEpsilon, maximum: 1 - probabilityEpsilon });
}

export const fromLogits = optional(
  flag("Whether predictions are scores before the last sigmoid or softmax instead of probabilities"),
  false,
);

export const labelSmoothing = optional(
  decimal({ minimum: 0, maximum: 1, description: "Share of the target that is spread over all classes" }),
  0,
);

/** Yes-or-no targets moved toward the middle: `y (1 - s) + s / 2`. */
export function smoothedBinary(yTrue: Tensor, smoothing: number): Tensor {
  return smoothing === 0 ? yTrue : add(multiply(yTrue, 1 - smoothing), smoothing / 2);
}

/** One row of numbers for each prediction: labels as one-hot rows, other targets as they are. */
export function targetRows(yTrue: Tensor, yPredicted: Tensor): Tensor {
  return yTrue.dtype === "int32" ? oneHot(yTrue, yPredicted.shape.at(-1) ?? 0) : yTrue;
}

/** Targets over K classes moved toward the uniform distribution: `y (1 - s) + s / K`. */
export function smoothedRows(yTrue: Tensor, yPredicted: Tensor, smoothing: number): Tensor {
  const targets = targetRows(yTrue, yPredicted);
  if (smoothing === 0) return targets;
  return add(multiply(targets, 1 - smoothing), smoothing / (yPredicted.shape.at(-1) ?? 1));
}

/** Probabilities of classes along the last axis, divided by their sum as in Keras. */
export function normalizedProbabilities(yPredicted: Tensor): Tensor {
  return divide(yPredicted, sum(yPredicted, { axes: -1, keepDims: true }));
}

/**
 * Logarithms of the probabilities of the classes along the last axis. Probabilities are divided by their sum and
 * clipped as in Keras; where they come from a softmax, plans see that and compute from the logits.
 */
export function logProbabilities(yPredicted: Tensor, fromLogits: boolean): Tensor {
  if (fromLogits) return logSoftmax(yPredicted);
  return log(clipProbabilities(normalizedProbabilities(yPredicted)));
}

/**
 * `-(y log p + (1 - y) log(1 - p))`, element by element. Probabilities are clipped as in Keras; where they come from a
 * sigmoid, plans see that and compute from the logits.
 */
export function binaryCrossentropies(yTrue: Tensor, yPredicted: Tensor, fromLogits: boolean): Tensor {
  const logP = fromLogits ? logSigmoid(yPredicted) : log(clipProbabilities(yPredicted));
  // 1 - p is clipped by itself: in float32, 1 - (1 - 1e-7) is a fifth more than 1e-7.
  const logComplement = fromLogits ? logSigmoid(negate(yPredicted)) : log(clipProbabilities(subtract(1, yPredicted)));
  return negate(add(multiply(yTrue, logP), multiply(subtract(1, yTrue), logComplement)));
}
