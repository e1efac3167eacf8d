// meanAbsolutePercentageError: mean of the differences in percent of the targets.
import { meanAbsolutePercentageError as loss } from "../../nn/losses/index.ts";
import { defineMetric } from "../metric.ts";
import { lossTotals, meanOfTotals } from "../totals/index.ts";

/** The mean of `100 |yTrue - yPredicted| / max(|yTrue|, 1e-7)`. */
export const meanAbsolutePercentageError = defineMetric({
  name: "meanAbsolutePercentageError",
  description: "Mean of the differences in percent of the targets",
  better: "smaller",
  totals: (yTrue, yPredicted, context) => lossTotals(loss(), yTrue, yPredicted, context),
  result: meanOfTotals,
});
