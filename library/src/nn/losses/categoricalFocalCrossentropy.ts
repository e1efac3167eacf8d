// categoricalFocalCrossentropy: cross-entropy over classes that counts what is predicted well for less.
import { multiply, pow, softmax, subtract, sum } from "../../ops/index.ts";
import { decimal, optional } from "../components/index.ts";
import {
  clipProbabilities,
  fromLogits,
  labelSmoothing,
  logProbabilities,
  normalizedProbabilities,
  smoothedRows,
} from "../crossentropy.ts";
import { defineLoss, overClasses, rowsOrLabels } from "../loss.ts";

/**
 * `-alpha sum((1 - p)^gamma y log p)` over the classes along the last axis: rows that are predicted well count for
 * less (Lin et al., 2017, arXiv:1708.02002). Targets are rows of probabilities or labels from 0 to classes - 1.
 *
 * Probabilities, smoothing and logits as in `categoricalCrossentropy`: from logits or behind a softmax it never
 * saturates.
 */
export const categoricalFocalCrossentropy = overClasses(
  defineLoss({
    name: "categoricalFocalCrossentropy",
    description: "Cross-entropy of one-hot targets (or labels) in which what is predicted well counts for less",
    config: {
      alpha: optional(decimal({ minimum: 0, description: "Factor of the whole loss" }), 0.25),
      gamma: optional(decimal({ minimum: 0, description: "Power by which good predictions count for less" }), 2),
      fromLogits,
      labelSmoothing,
    },
    logits: "softmax",
    targets: rowsOrLabels,
    call: (yTrue, yPredicted, { alpha, gamma, fromLogits: isLogits, labelSmoothing: s }) => {
      const y = smoothedRows(yTrue, yPredicted, s);
      const p = clipProbabilities(isLogits ? softmax(yPredicted) : normalizedProbabilities(yPredicted));
      const factor = multiply(pow(subtract(1, p), gamma), -alpha);
      return sum(multiply(factor, multiply(y, logProbabilities(yPredicted, isLogits))), { axes: -1 });
    },
  }),
);
