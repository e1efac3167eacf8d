// exponential: e to the power of x.
import { exp } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `exp(x)`: always positive, for rates and counts. Infinite from 89 on in float32, from 710 on in float64. */
export const exponential = defineActivation({
  name: "exponential",
  description: "e to the power of the value, always positive",
  call: (x) => exp(x),
});
