// mish: x times the hyperbolic tangent of its softplus.
import { multiply, softplus, tanh } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `x * tanh(softplus(x))` (Misra, 2020). */
export const mish = defineActivation({
  name: "mish",
  description: "x tanh(softplus(x)): smooth, and slightly negative below 0",
  call: (x) => multiply(x, tanh(softplus(x))),
});
