// accuracy: the share of right predictions.
import { argmax, cast, equal, greater, mean, sum } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { defineMetric, type MetricContext } from "../metric.ts";

/** Which predictions are right: by threshold for one output, else by the largest output, against labels or one-hot rows. */
function right(yTrue: Tensor, yPredicted: Tensor, { threshold }: MetricContext): Tensor {
  if (yTrue.dtype === "int32") return equal(argmax(yPredicted), yTrue);
  if (yPredicted.shape.at(-1) === 1) return equal(cast(greater(yPredicted, threshold), "float"), yTrue);
  return equal(argmax(yPredicted), argmax(yTrue));
}

/**
 * The share of right predictions. With one output a prediction is yes above 0.5 (above 0 for logits); with several
 * it is the class with the largest output. Which of these applies follows from the shapes, as in Keras.
 */
export const accuracy = defineMetric({
  name: "accuracy",
  description: "Share of right predictions",
  better: "larger",
  totals: (yTrue, yPredicted, context) => {
    const hits = cast(right(yTrue, yPredicted, context), "float");
    const axes = hits.shape.map((_, axis) => axis).slice(1);
    return { right: sum(axes.length === 0 ? hits : mean(hits, { axes })) };
  },
  result: (totals, rows) => (totals.right?.[0] ?? 0) / rows,
});
