// binaryCrossentropy: the cross-entropy of targets and predictions.
import { decimal, optional } from "../../nn/index.ts";
import { binaryCrossentropy as loss } from "../../nn/losses/index.ts";
import { defineMetric } from "../metric.ts";
import { lossTotals, meanOfTotals } from "../totals/index.ts";

/** The mean of the loss of the same name. Predictions are logits where the loss that is minimized takes logits. */
export const binaryCrossentropy = defineMetric({
  name: "binaryCrossentropy",
  description: "Cross-entropy of yes-or-no targets and their probabilities",
  config: {
    labelSmoothing: optional(
      decimal({ minimum: 0, maximum: 1, description: "Share of the target that is spread over all classes" }),
      0,
    ),
  },
  better: "smaller",
  totals: (yTrue, yPredicted, context, { labelSmoothing }) =>
    lossTotals(loss({ fromLogits: context.logits !== undefined, labelSmoothing }), yTrue, yPredicted, context),
  result: meanOfTotals,
});
