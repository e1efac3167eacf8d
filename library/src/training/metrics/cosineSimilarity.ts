// cosineSimilarity: the cosine of the angle between target and prediction.
import { cosineSimilarity as loss } from "../../nn/losses/index.ts";
import { defineMetric } from "../metric.ts";
import { lossTotals, meanOfTotals } from "../totals/index.ts";

/** The mean of `sum(y / |y| * p / |p|)`: 1 where target and prediction point the same way. The loss has a minus. */
export const cosineSimilarity = defineMetric({
  name: "cosineSimilarity",
  description: "Cosine of the angle between target and prediction",
  better: "larger",
  totals: (yTrue, yPredicted, context) => lossTotals(loss(), yTrue, yPredicted, context),
  result: (totals, rows) => -meanOfTotals(totals, rows),
});
