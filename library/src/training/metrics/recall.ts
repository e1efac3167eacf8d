// recall: share of what is yes that was predicted so.
import { defineMetric } from "../metric.ts";
import { decisionFields, decisionTotals, ratio, selectedCounts } from "../totals/index.ts";

/**
 * The share of what is yes that was predicted as yes; 0 where there is none.
 *
 * As in Keras each output of a row is a decision of its own: yes above `thresholds`, by default where its probability is
 * above 0.5, also where the loss takes logits. With `classId` only that output counts. Labels stand for one-hot rows.
 */
export const recall = defineMetric({
  name: "recall",
  description: "Share of what is yes that was predicted so",
  config: decisionFields,
  better: "larger",
  totals: (yTrue, yPredicted, context, config) => decisionTotals("recall", [yTrue, yPredicted], context, config),
  result: (totals, _rows, { classId }) => {
    const { truePositives, actualPositives } = selectedCounts(totals, classId);
    return ratio(truePositives, actualPositives);
  },
});
