// f1Score: the harmonic mean of precision and recall.
import { defineMetric } from "../metric.ts";
import { fBetaOfTotals, fScoreFields, fScoreTotals } from "../totals/index.ts";

/**
 * `2 precision recall / (precision + recall)` of each class, 0 where nothing is right.
 *
 * With `average`, the scores of the classes become one: `"macro"` (default) is their mean, `"weighted"` their mean by the
 * number of true cases, `"micro"` the score of all decisions together. The largest prediction of a row is its yes;
 * above `threshold` each prediction is one, if it is given. A single output is yes where its probability is above 0.5.
 */
export const f1Score = defineMetric({
  name: "f1Score",
  description: "Harmonic mean of precision and recall",
  config: fScoreFields,
  better: "larger",
  totals: (yTrue, yPredicted, context, { threshold }) => fScoreTotals(yTrue, yPredicted, context, threshold),
  result: (totals, _rows, { average }) => fBetaOfTotals(totals, 1, average),
});
