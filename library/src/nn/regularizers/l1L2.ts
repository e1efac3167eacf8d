// l1L2: the sum of the sizes and the sum of the squares.
import { abs, add, multiply, square, sum } from "../../ops/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineRegularizer } from "../regularizer.ts";

/**
 * `l1 * sum(|w|) + l2 * sum(w^2)`. Both prices are 0 by default, as in Keras: what is not stated costs nothing. With
 * both it is the elastic net (Zou and Hastie, 2005).
 */
export const l1L2 = defineRegularizer({
  name: "l1L2",
  description: "A price of the sizes and one of the squares",
  config: {
    l1: optional(decimal({ minimum: 0, description: "Price of the sum of the sizes" }), 0),
    l2: optional(decimal({ minimum: 0, description: "Price of the sum of the squares" }), 0),
  },
  call: (weight, { l1, l2 }) => add(multiply(sum(abs(weight)), l1), multiply(sum(square(weight)), l2)),
});
