// celu: x where it is positive, else alpha (exp(x / alpha) - 1).
import { divide, elu, multiply } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";
import { decimal, optional } from "../components/index.ts";

/**
 * `x` where it is positive, else `alpha * (exp(x / alpha) - 1)`, whose slope at 0 is 1 for every `alpha`; 1 by default
 * (Barron, 2017).
 */
export const celu = defineActivation({
  name: "celu",
  description: "The value where it is positive, else an exponential that ends at -alpha, smooth at 0",
  config: {
    alpha: optional(
      decimal({ minimum: 0, exclusive: "minimum", description: "Size of the value far below 0, and of the bend" }),
      1,
    ),
  },
  call: (x, { alpha }) => multiply(elu(divide(x, alpha)), alpha),
});
