// meanSquaredError: mean((y - p)^2).
import { mean, square, subtract } from "../../ops/index.ts";
import { defineLoss } from "../loss.ts";

/** `mean((yTrue - yPredicted)^2)` over the last axis. scikit-learn's network minimizes half of it. */
export const meanSquaredError = defineLoss({
  name: "meanSquaredError",
  description: "Mean of the squared differences",
  call: (yTrue, yPredicted) => mean(square(subtract(yPredicted, yTrue)), { axes: -1 }),
});
