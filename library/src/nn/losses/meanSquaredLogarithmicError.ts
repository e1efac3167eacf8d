// meanSquaredLogarithmicError: mean((log(1 + y) - log(1 + p))^2).
import { add, clip, log, mean, square, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { defineLoss } from "../loss.ts";

/** Keras's epsilon: smaller numbers, negative ones too, are taken for it. */
const smallest = 1e-7;

const logarithm = (x: Tensor): Tensor => log(add(clip(x, { minimum: smallest }), 1));

/**
 * `mean((log(1 + yTrue) - log(1 + yPredicted))^2)` over the last axis, for targets from 0 on: errors count in
 * proportion. As in Keras both are at least 1e-7; below, the derivative is 0.
 */
export const meanSquaredLogarithmicError = defineLoss({
  name: "meanSquaredLogarithmicError",
  description: "Mean of the squared differences of the logarithms of one plus the value",
  call: (yTrue, yPredicted) => mean(square(subtract(logarithm(yPredicted), logarithm(yTrue))), { axes: -1 }),
});
