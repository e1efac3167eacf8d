// huber: squared for small errors, absolute for large ones.
import { abs, clip, mean, multiply, subtract } from "../../ops/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineLoss } from "../loss.ts";

/**
 * For each error `e`: `e^2 / 2` where `|e| <= delta`, else `delta |e| - delta^2 / 2`; the mean over the last axis.
 * Outliers pull less than on a squared error, and the derivative has no jump.
 */
export const huber = defineLoss({
  name: "huber",
  description: "Squared error for small errors and absolute error for large ones",
  config: {
    delta: optional(
      decimal({ minimum: 0, exclusive: "minimum", description: "Error from which on it grows in proportion" }),
      1,
    ),
  },
  call: (yTrue, yPredicted, { delta }) => {
    const error = abs(subtract(yPredicted, yTrue));
    // c (|e| - c / 2) with c = min(|e|, delta) is both branches in one.
    const bounded = clip(error, { maximum: delta });
    return mean(multiply(bounded, subtract(error, multiply(bounded, 0.5))), { axes: -1 });
  },
});
