// accuracy: the share of right predictions.
import { argmax, cast, equal } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { defineMetric, type MetricContext } from "../metric.ts";
import { classLabels, meanOfTotals, meanTotals, positives } from "../totals/index.ts";

/** Which predictions are right: by threshold for one output, else by the largest output, against labels or one-hot rows. */
function right(yTrue: Tensor, yPredicted: Tensor, context: MetricContext): Tensor {
  const isOne = yTrue.dtype !== "int32" && yPredicted.shape.at(-1) === 1;
  return isOne
    ? equal(positives(yPredicted, context, undefined), yTrue)
    : equal(argmax(yPredicted), classLabels(yTrue));
}

/**
 * The share of right predictions. With one output a prediction is yes above 0.5 (above 0 for logits); with several
 * it is the class with the largest output. Which of these applies follows from the shapes, as in Keras.
 */
export const accuracy = defineMetric({
  name: "accuracy",
  description: "Share of right predictions",
  better: "larger",
  totals: (yTrue, yPredicted, context) => meanTotals(cast(right(yTrue, yPredicted, context), "float"), context),
  result: meanOfTotals,
});
