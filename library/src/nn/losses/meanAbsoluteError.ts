// meanAbsoluteError: mean(|y - p|).
import { abs, mean, subtract } from "../../ops/index.ts";
import { defineLoss } from "../loss.ts";

/**
 * `mean(|yTrue - yPredicted|)` over the last axis. Where a prediction equals its target the derivative is 0, as in
 * Keras on TensorFlow and in PyTorch.
 */
export const meanAbsoluteError = defineLoss({
  name: "meanAbsoluteError",
  description: "Mean of the absolute differences",
  call: (yTrue, yPredicted) => mean(abs(subtract(yPredicted, yTrue)), { axes: -1 }),
});
