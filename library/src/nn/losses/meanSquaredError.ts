// meanSquaredError: mean((y - p)^2).
import { mean, multiply, square, subtract } from "../../ops/index.ts";
import { flag, optional } from "../components/index.ts";
import { defineLoss } from "../loss.ts";

/**
 * `mean((yTrue - yPredicted)^2)` over the last axis. With `half`, half of it: scikit-learn's half squared error, which
 * its networks minimize.
 */
export const meanSquaredError = defineLoss({
  name: "meanSquaredError",
  description: "Mean of the squared differences",
  config: { half: optional(flag("Whether half of it is taken: scikit-learn's half squared error"), false) },
  call: (yTrue, yPredicted, { half }) => {
    const losses = mean(square(subtract(yPredicted, yTrue)), { axes: -1 });
    return half ? multiply(losses, 0.5) : losses;
  },
});
