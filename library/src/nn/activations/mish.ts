// mish: x times the hyperbolic tangent of its softplus.
import { add, clip, divide, exp, multiply } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/**
 * `x * tanh(softplus(x))` (Misra, 2020), computed as `x n / (n + 2)` with `n = e^x (e^x + 2)`, which is the same and
 * needs one exponential. From 20 on the quotient is 1, also in float64.
 */
export const mish = defineActivation({
  name: "mish",
  description: "x tanh(softplus(x)): smooth, and slightly negative below 0",
  call: (x) => {
    const e = exp(clip(x, { maximum: 20 }));
    const n = multiply(e, add(e, 2));
    return multiply(x, divide(n, add(n, 2)));
  },
});
