// precision: share of yes predictions that are right.
import { defineMetric } from "../metric.ts";
import { decisionFields, decisionTotals, ratio, selectedCounts } from "../totals/index.ts";

/**
 * The share of what was predicted as yes that is yes; 0 where there is none.
 *
 * As in Keras each output of a row is a decision of its own: yes above `thresholds`, by default where its probability is
 * above 0.5, also where the loss takes logits. With `classId` only that output counts. Labels stand for one-hot rows.
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
