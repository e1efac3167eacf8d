// topKCategoricalAccuracy: the share of rows for which the right class is among the k best.
import { defineMetric } from "../metric.ts";
import { checkClasses, kField, meanOfTotals, meanTotals, topKHits } from "../totals/index.ts";

/**
 * The share of rows whose right class is among their `k` largest predictions (default 5), for one-hot rows, or labels.
 * Equal predictions are among them together.
 */
export const topKCategoricalAccuracy = defineMetric({
  name: "topKCategoricalAccuracy",
  description: "Share of rows whose right class is among their k largest predictions",
  config: { k: kField },
  better: "larger",
  totals: (yTrue, yPredicted, context, { k }) => {
    checkClasses("topKCategoricalAccuracy", yPredicted);
    return meanTotals(topKHits(yTrue, yPredicted, k), context);
  },
  result: meanOfTotals,
});
