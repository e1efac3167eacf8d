// sparseCategoricalCrossentropy: -log p of the labelled class.
import { cast, constant, equal, multiply, negate, notEqual, select, sum } from "../../ops/index.ts";
import { optional, wholeNumber } from "../components/index.ts";
import { fromLogits, logProbabilities, targetRows } from "../crossentropy.ts";
import { defineLoss, labelsOfClasses, overClasses } from "../loss.ts";

const ignoreClass = optional(
  wholeNumber({
    minimum: -(2 ** 31),
    maximum: 2 ** 31 - 1,
    description: "A label whose rows do not count, such as -1",
  }),
);

/**
 * `-log p[label]` for labels from 0 to classes - 1 and the probabilities of classes along the last axis: the same as
 * categorical cross-entropy, with labels in place of one-hot rows.
 *
 * Rows labelled with `ignoreClass` (default none) have the loss 0 and do not count in the mean, as in Keras.
 *
 * @example
 * ```ts
 * import { dense, sequential, sparseCategoricalCrossentropy } from "chainrule";
 * const model = sequential([dense({ units: 3, inputShape: [2] })], { seed: 1 });
 * model.compile({ optimizer: "sgd", loss: sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: -1 }) });
 * const { loss } = await model.evaluate([[0, 0], [1, 5]], [2, -1]);
 * console.log(loss.toFixed(4)); // 1.0986
 * ```
 */
export const sparseCategoricalCrossentropy = overClasses(
  defineLoss({
    name: "sparseCategoricalCrossentropy",
    description: "Cross-entropy of labels and the probabilities of classes",
    config: { fromLogits, ignoreClass },
    logits: "softmax",
    targets: (outputShape, { ignoreClass: ignored }) => {
      const labels = labelsOfClasses(outputShape);
      return [ignored === undefined ? labels : { ...labels, ignoredLabel: ignored }];
    },
    call: (yTrue, yPredicted, { fromLogits: isLogits, ignoreClass: ignored }) => {
      const y = targetRows(yTrue, yPredicted);
      const losses = negate(sum(multiply(y, logProbabilities(yPredicted, isLogits)), { axes: -1 }));
      return ignored === undefined ? losses : select(equal(yTrue, constant(ignored, { dtype: "int32" })), 0, losses);
    },
    counted: (yTrue, { ignoreClass: ignored }) =>
      ignored === undefined ? undefined : cast(notEqual(yTrue, constant(ignored, { dtype: "int32" })), "float"),
  }),
);
