// binaryAccuracy: the share of right yes-or-no predictions.
import { decimal, optional, targetRows } from "../../nn/index.ts";
import { cast, equal } from "../../ops/index.ts";
import { defineMetric } from "../metric.ts";
import { meanOfTotals, meanTotals, positives } from "../totals/index.ts";

/**
 * The share of right predictions, each output of a row counted by itself. A prediction is yes above `threshold`; by
 * default where its probability is above 0.5, also where the loss takes logits.
 */
export const binaryAccuracy = defineMetric({
  name: "binaryAccuracy",
  description: "Share of right yes-or-no predictions",
  config: { threshold: optional(decimal({ description: "Predictions above it are yes" })) },
  better: "larger",
  totals: (yTrue, yPredicted, context, { threshold }) => {
    const isRight = equal(positives(yPredicted, context, threshold), targetRows(yTrue, yPredicted));
    return meanTotals(cast(isRight, "float"), context);
  },
  result: meanOfTotals,
});
