// sparseTopKCategoricalAccuracy: the share of rows for which the right class is among the k best.
import { defineMetric } from "../metric.ts";
import { checkClasses, kField, meanOfTotals, meanTotals, topKHits } from "../totals/index.ts";

/**
 * The share of rows whose right class is among their `k` largest predictions (default 5), for labels, or one-hot rows.
 * Equal predictions are among them together.
 */
export const sparseTopKCategoricalAccuracy = defineMetric({
  name: "sparseTopKCategoricalAccuracy",
  description: "Share of rows whose right class is among their k largest predictions",
  config: { k: kField },
  better: "larger",
  totals: (yTrue, yPredicted, context, { k }) => {
    checkClasses("sparseTopKCategoricalAccuracy", yPredicted);
    return meanTotals(topKHits(yTrue, yPredicted, k), context);
  },
  result: meanOfTotals,
});
