// fBetaScore: the weighted harmonic mean of precision and recall.
import { decimal, optional } from "../../nn/index.ts";
import { defineMetric } from "../metric.ts";
import { fBetaOfTotals, fScoreFields, fScoreTotals } from "../totals/index.ts";

/**
 * `(1 + b^2) precision recall / (b^2 precision + recall)` of each class, 0 where nothing is right: recall counts
 * `beta` times as much as precision.
 *
 * With `average`, the scores of the classes become one: `"macro"` (default) is their mean, `"weighted"` their mean by the
 * number of true cases, `"micro"` the score of all decisions together. The largest prediction of a row is its yes;
 * above `threshold` each prediction is one, if it is given. A single output is yes where its probability is above 0.5.
 */
export const fBetaScore = defineMetric({
  name: "fBetaScore",
  description: "Harmonic mean of precision and recall, in which recall counts beta times as much",
  config: {
    beta: optional(decimal({ minimum: 0, exclusive: "minimum", description: "Weight of recall" }), 1),
    ...fScoreFields,
  },
  better: "larger",
  totals: (yTrue, yPredicted, context, { threshold }) => fScoreTotals(yTrue, yPredicted, context, threshold),
  result: (totals, _rows, { average, beta }) => fBetaOfTotals(totals, beta, average),
});
