// rootMeanSquaredError: the square root of the mean of the squared differences.
import { meanSquaredError as loss } from "../../nn/losses/index.ts";
import { defineMetric } from "../metric.ts";
import { lossTotals, meanOfTotals } from "../totals/index.ts";

/** The square root of the mean of `(yTrue - yPredicted)^2` over all rows: an error in the unit of the targets. */
export const rootMeanSquaredError = defineMetric({
  name: "rootMeanSquaredError",
  description: "Square root of the mean of the squared differences",
  better: "smaller",
  totals: (yTrue, yPredicted, context) => lossTotals(loss(), yTrue, yPredicted, context),
  result: (totals, rows) => Math.sqrt(meanOfTotals(totals, rows)),
});
