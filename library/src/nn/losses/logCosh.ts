// logCosh: the logarithm of the hyperbolic cosine of the error.
import { abs, add, constant, less, mean, multiply, select, softplus, square, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { defineLoss } from "../loss.ts";

/** Below this |e| the series is exact to 1e-10; above it nothing cancels in the closed form. */
const seriesBound = 0.25;

/** Taylor coefficients of log(cosh(e)) for e^2, e^4, ..., e^12. */
const coefficients = [1 / 2, -1 / 12, 1 / 45, -17 / 2520, 31 / 14175, -691 / 935550];

function series(error: Tensor): Tensor {
  const e2 = square(error);
  return multiply(
    coefficients.reduceRight<Tensor>((value, coefficient) => add(multiply(value, e2), coefficient), constant(0)),
    e2,
  );
}

/** `|e| + log(1 + e^(-2|e|)) - log 2`: never overflows. */
function closedForm(error: Tensor): Tensor {
  const size = abs(error);
  return subtract(add(size, softplus(multiply(size, -2))), Math.LN2);
}

/**
 * `mean(log(cosh(yPredicted - yTrue)))` over the last axis: about `e^2 / 2` for small errors and `|e| - log 2` for
 * large ones; its derivative is `tanh(e)`. Accurate in float32 for errors of any size.
 */
export const logCosh = defineLoss({
  name: "logCosh",
  description: "Mean of the logarithm of the hyperbolic cosine of the differences",
  call: (yTrue, yPredicted) => {
    const error = subtract(yPredicted, yTrue);
    const isSmall = less(abs(error), seriesBound);
    return mean(select(isSmall, series(select(isSmall, error, 0)), closedForm(error)), { axes: -1 });
  },
});
