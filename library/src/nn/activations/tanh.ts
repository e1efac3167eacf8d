// tanh: the hyperbolic tangent.
import { tanh as tanhOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `tanh(x)`: between -1 and 1. */
export const tanh = defineActivation({
  name: "tanh",
  description: "The hyperbolic tangent, between -1 and 1",
  call: (x) => tanhOf(x),
});
