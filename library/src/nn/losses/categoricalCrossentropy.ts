// categoricalCrossentropy: -sum(y log p) over classes.
import { multiply, negate, sum } from "../../ops/index.ts";
import { fromLogits, labelSmoothing, logProbabilities, smoothedRows } from "../crossentropy.ts";
import { defineLoss, overClasses, rowsOrLabels } from "../loss.ts";

/**
 * `-sum(y log p)` over the classes along the last axis. Targets are one row of probabilities for each prediction
 * (one-hot, say), or labels from 0 to classes - 1, which stand for one-hot rows.
 *
 * Probabilities are divided by their sum and clipped to [1e-7, 1 - 1e-7] as in Keras, unless the model ends with a
 * softmax: then, and with `fromLogits`, the loss is computed from the scores and never saturates. Smoothing over K
 * classes: `y (1 - s) + s / K`.
 */
export const categoricalCrossentropy = overClasses(
  defineLoss({
    name: "categoricalCrossentropy",
    description: "Cross-entropy of one-hot targets (or labels) and the probabilities of classes",
    config: { fromLogits, labelSmoothing },
    logits: "softmax",
    targets: rowsOrLabels,
    call: (yTrue, yPredicted, { fromLogits: isLogits, labelSmoothing: s }) => {
      const y = smoothedRows(yTrue, yPredicted, s);
      return negate(sum(multiply(y, logProbabilities(yPredicted, isLogits)), { axes: -1 }));
    },
  }),
);
