// l2: the sum of the squares.
import { multiply, square, sum } from "../../ops/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineRegularizer } from "../regularizer.ts";

/**
 * `l2 * sum(w^2)`, as in Keras; its derivative is `2 l2 w`. PyTorch's `weight_decay` is `l2: weightDecay / 2`, and
 * scikit-learn's `alpha` is `l2: alpha / (2 * rows)` for batches of that many rows, on kernels only.
 *
 * @example
 * ```ts
 * import { l2, ops, run } from "chainrule";
 * const { price } = await run({ price: l2({ l2: 0.5 }).call(ops.constant([1, -2])) });
 * console.log(price.toNested()); // 2.5
 * ```
 */
export const l2 = defineRegularizer({
  name: "l2",
  description: "A price of the squares, which keeps weights small",
  config: { l2: optional(decimal({ minimum: 0, description: "Price of the sum of the squares" }), 0.01) },
  call: (weight, { l2: price }) => multiply(sum(square(weight)), price),
});
