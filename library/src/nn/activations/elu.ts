// elu: x where it is positive, else alpha (exp(x) - 1).
import { elu as eluOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";
import { decimal, optional } from "../components/index.ts";

/** `x` where it is positive, else `alpha * (exp(x) - 1)`; `alpha` is 1 by default (Clevert et al., 2016). */
export const elu = defineActivation({
  name: "elu",
  description: "The value where it is positive, else an exponential that ends at -alpha",
  config: {
    alpha: optional(decimal({ minimum: 0, description: "Size of the value far below 0" }), 1),
  },
  call: (x, { alpha }) => eluOf(x, alpha),
});
