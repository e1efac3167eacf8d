// squaredHinge: max(1 - y p, 0)^2.
import { maximum, mean, multiply, square, subtract } from "../../ops/index.ts";
import { defineLoss } from "../loss.ts";
import { signedTargets } from "../signedTargets.ts";

/**
 * `mean(max(1 - y p, 0)^2)` over the last axis, for targets -1 and 1 and scores that may be any number. Targets 0 and 1
 * are taken for -1 and 1, as in Keras.
 */
export const squaredHinge = defineLoss({
  name: "squaredHinge",
  description: "The square of what scores lack to be on the right side by one",
  call: (yTrue, yPredicted) =>
    mean(square(maximum(subtract(1, multiply(signedTargets(yTrue), yPredicted)), 0)), { axes: -1 }),
});
