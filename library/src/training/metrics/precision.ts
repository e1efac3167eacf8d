// precision: share of yes predictions that are right.
import { defineMetric } from "../metric.ts";
import { decisionFields, decisionTotals, ratio, selectedCounts } from "../totals/index.ts";

/**
 * The share of what was predicted as yes that is yes; 0 where there is none.
 *
 * As in Keras each output of a row is a decision of its own: yes above `thresholds`, by default where its probability is
 * above 0.5, also where the loss takes logits. With `classId` only that output counts. Labels stand for one-hot rows.
 *
 * @example
 * ```ts
 * import { activation, metrics, sequential } from "chainrule";
 * const model = sequential([activation({ activation: "sigmoid", inputShape: [1] })]);
 * model.compile({ optimizer: "sgd", loss: "binaryCrossentropy", metrics: ["recall", metrics.precision({ thresholds: 0.7 })] });
 * const { precision, recall } = await model.evaluate([[2], [1], [-1]], [[1], [0], [1]]);
 * console.log(precision, recall); // 0.5 0.5
 * ```
 */
export const precision = defineMetric({
  name: "precision",
  description: "Share of yes predictions that are right",
  config: decisionFields,
  better: "larger",
  totals: (yTrue, yPredicted, context, config) => decisionTotals("precision", [yTrue, yPredicted], context, config),
  result: (totals, _rows, { classId }) => {
    const { truePositives, predictedPositives } = selectedCounts(totals, classId);
    return ratio(truePositives, predictedPositives);
  },
});
