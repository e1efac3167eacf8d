// binaryCrossentropy: -(y log p + (1 - y) log(1 - p)).
import { mean } from "../../ops/index.ts";
import { binaryCrossentropies, fromLogits, labelSmoothing, smoothedBinary } from "../crossentropy.ts";
import { defineLoss, probabilitiesAsOutput } from "../loss.ts";

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
  call: (yTrue, yPredicted, { fromLogits: isLogits, labelSmoothing: s }) =>
    mean(binaryCrossentropies(smoothedBinary(yTrue, s), yPredicted, isLogits), { axes: -1 }),
});
