// l2: the sum of the squares.
import { multiply, square, sum } from "../../ops/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineRegularizer } from "../regularizer.ts";

/**
 * `l2 * sum(w^2)`, as in Keras; its derivative is `2 l2 w`. PyTorch's `weight_decay` is `l2: weightDecay / 2`.
 *
 * With `alpha`, the price is scikit-learn's: `alpha / (2 rows) * sum(w^2)`, where rows are those of the batch. Its
 * networks have it on kernels only.
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
  config: {
    l2: optional(decimal({ minimum: 0, description: "Price of the sum of the squares" })),
    alpha: optional(decimal({ minimum: 0, description: "scikit-learn's price, of which each row bears half a share" })),
  },
  complete: (options) => ("alpha" in options ? options : { l2: 0.01, ...options }),
  check: ({ l2: price, alpha }) => {
    if (price === undefined || alpha === undefined) return;
    throw new ConfigError("l2 and alpha", { where: "l2", got: "both", expected: "one of them" });
  },
  call: (weight, { l2: price = 0, alpha }, rows) =>
    multiply(sum(square(weight)), alpha === undefined ? price : alpha / (2 * rows)),
});
