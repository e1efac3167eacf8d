// poisson: the loss of predicted rates for counted events.
import { add, exp, log, mean, multiply, subtract } from "../../ops/index.ts";
import { flag, optional } from "../components/index.ts";
import { defineLoss } from "../loss.ts";

/** Keras's epsilon, which keeps the logarithm of a rate of 0 finite. */
const smallestRate = 1e-7;

/**
 * `mean(p - y log(p + 1e-7))` over the last axis, for counts `y` and predicted rates `p`: the negative log-likelihood
 * of a Poisson distribution, without the term that no prediction changes.
 *
 * With `logInput`, PyTorch's word, predictions are logarithms of rates: `mean(exp(p) - y p)`.
 */
export const poisson = defineLoss({
  name: "poisson",
  description: "Negative log-likelihood of counts under predicted rates",
  config: { logInput: optional(flag("Whether predictions are logarithms of rates"), false) },
  call: (yTrue, yPredicted, { logInput }) => {
    const losses = logInput
      ? subtract(exp(yPredicted), multiply(yTrue, yPredicted))
      : subtract(yPredicted, multiply(yTrue, log(add(yPredicted, smallestRate))));
    return mean(losses, { axes: -1 });
  },
});
