// meanAbsoluteError: mean of the absolute differences.
import { meanAbsoluteError as loss } from "../../nn/losses/index.ts";
import { defineMetric } from "../metric.ts";
import { lossTotals, meanOfTotals } from "../totals/index.ts";

/** The mean of `|yTrue - yPredicted|`. */
export const meanAbsoluteError = defineMetric({
  name: "meanAbsoluteError",
  description: "Mean of the absolute differences",
  better: "smaller",
  totals: (yTrue, yPredicted, context) => lossTotals(loss(), yTrue, yPredicted, context),
  result: meanOfTotals,
});
