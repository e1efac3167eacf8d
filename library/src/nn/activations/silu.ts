// silu: x times its sigmoid.
import { multiply, sigmoid } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `x * sigmoid(x)`, also called swish (Elfwing et al., 2018). */
export const silu = defineActivation({
  name: "silu",
  description: "x times its sigmoid: smooth, and slightly negative below 0",
  call: (x) => multiply(x, sigmoid(x)),
});
