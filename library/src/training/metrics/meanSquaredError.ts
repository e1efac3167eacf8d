// meanSquaredError: mean of the squared differences.
import { meanSquaredError as loss } from "../../nn/losses/index.ts";
import { defineMetric } from "../metric.ts";
import { lossTotals, meanOfTotals } from "../totals/index.ts";

/** The mean of `(yTrue - yPredicted)^2`. */
export const meanSquaredError = defineMetric({
  name: "meanSquaredError",
  description: "Mean of the squared differences",
  better: "smaller",
  totals: (yTrue, yPredicted, context) => lossTotals(loss(), yTrue, yPredicted, context),
  result: meanOfTotals,
});
