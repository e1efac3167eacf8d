// l1: the sum of the sizes.
import { abs, multiply, sum } from "../../ops/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineRegularizer } from "../regularizer.ts";

/** `l1 * sum(|w|)`, as in Keras: weights that the loss does not need become 0. Its derivative at 0 is 0. */
export const l1 = defineRegularizer({
  name: "l1",
  description: "A price of the sizes, which makes weights 0 that are not needed",
  config: { l1: optional(decimal({ minimum: 0, description: "Price of the sum of the sizes" }), 0.01) },
  call: (weight, { l1: price }) => multiply(sum(abs(weight)), price),
});
