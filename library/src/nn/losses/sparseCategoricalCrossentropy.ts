// sparseCategoricalCrossentropy: -log p of the labelled class.
import { multiply, negate, oneHot, sum } from "../../ops/index.ts";
import { fromLogits, logProbabilities } from "../crossentropy.ts";
import { defineLoss, labelsOfClasses } from "../loss.ts";

/**
 * `-log p[label]` for labels from 0 to classes - 1 and the probabilities of classes along the last axis: the same as
 * categorical cross-entropy, with labels in place of one-hot rows.
 */
export const sparseCategoricalCrossentropy = defineLoss({
  name: "sparseCategoricalCrossentropy",
  description: "Cross-entropy of labels and the probabilities of classes",
  config: { fromLogits },
  targets: (outputShape) => [labelsOfClasses(outputShape)],
  call: (yTrue, yPredicted, { fromLogits: isLogits }) => {
    const y = oneHot(yTrue, yPredicted.shape.at(-1) ?? 0);
    return negate(sum(multiply(y, logProbabilities(yPredicted, isLogits)), { axes: -1 }));
  },
});
