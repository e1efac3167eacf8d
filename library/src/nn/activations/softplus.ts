// softplus: a smooth positive part.
import { softplus as softplusOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `log(1 + exp(x))`: always positive, near `x` where that is large. */
export const softplus = defineActivation({
  name: "softplus",
  description: "log(1 + exp(x)), a smooth positive part",
  call: (x) => softplusOf(x),
});
