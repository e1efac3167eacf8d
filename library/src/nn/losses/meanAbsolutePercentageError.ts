// meanAbsolutePercentageError: 100 mean(|y - p| / |y|).
import { abs, clip, divide, mean, multiply, subtract } from "../../ops/index.ts";
import { defineLoss } from "../loss.ts";

/** Keras's epsilon: what a target of 0 is divided by. */
const smallestTarget = 1e-7;

/**
 * `100 mean(|yTrue - yPredicted| / max(|yTrue|, 1e-7))` over the last axis, in percent. (scikit-learn's metric of this
 * name has no factor 100.) Where a prediction equals its target the derivative is 0.
 */
export const meanAbsolutePercentageError = defineLoss({
  name: "meanAbsolutePercentageError",
  description: "Mean of the differences in percent of the targets",
  call: (yTrue, yPredicted) => {
    const shares = divide(abs(subtract(yPredicted, yTrue)), clip(abs(yTrue), { minimum: smallestTarget }));
    return multiply(mean(shares, { axes: -1 }), 100);
  },
});
