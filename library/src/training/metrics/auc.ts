// auc: the area under the ROC or the precision-recall curve.
import { choice, flag, optional, wholeNumber } from "../../nn/index.ts";
import { defineMetric } from "../metric.ts";
import { areaUnderCurve, mergedCounts, probabilitiesOf, thresholdCounts, thresholdTotals } from "../totals/index.ts";

/**
 * The area under the curve of true over false positives (`curve: "ROC"`), or of precision over recall (`"PR"`), from
 * the decisions at evenly spaced thresholds, 200 by default, as in Keras. It is an approximation, which adds up over
 * batches; probabilities closer than a two-hundredth count as equal. 0 where there are no positives.
 *
 * All outputs of a row are taken together, or with `multiLabel` each by itself, and the mean of their areas. Logits are
 * made probabilities; labels stand for one-hot rows.
 *
 * @example
 * ```ts
 * import { activation, metrics, sequential } from "chainrule";
 * const model = sequential([activation({ activation: "linear", inputShape: [1] })]);
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics: [metrics.auc()] });
 * console.log((await model.evaluate([[0], [0.5], [0.3], [0.9]], [[0], [0], [1], [1]])).auc); // 0.75
 * ```
 */
export const auc = defineMetric({
  name: "auc",
  description: "Area under the curve of decisions at many thresholds",
  config: {
    numThresholds: optional(wholeNumber({ minimum: 2, maximum: 100_000, description: "Number of thresholds" }), 200),
    curve: optional(choice(["ROC", "PR"], "True over false positives, or precision over recall"), "ROC"),
    summationMethod: optional(
      choice(["interpolation", "minoring", "majoring"], "What stands for the curve between two thresholds"),
      "interpolation",
    ),
    multiLabel: optional(flag("Whether it is the mean of the areas of the outputs"), false),
  },
  better: "larger",
  totals: (yTrue, yPredicted, context, { numThresholds }) =>
    thresholdTotals(yTrue, probabilitiesOf(yPredicted, context), numThresholds, context),
  result: (totals, _rows, { numThresholds, curve, summationMethod, multiLabel }) => {
    const columns = thresholdCounts(totals, numThresholds);
    const judged = multiLabel ? columns : [mergedCounts(columns)];
    return judged.reduce((sum, counts) => sum + areaUnderCurve(counts, curve, summationMethod), 0) / judged.length;
  },
});
