// sgd: gradient descent, with momentum if wanted.
import { decimal, flag, optional } from "../../nn/index.ts";
import { add, multiply, subtract } from "../../ops/index.ts";
import { defineOptimizer, learningRateField } from "../optimizer.ts";

/**
 * Gradient descent: `w -= learningRate * g`. With momentum, as Keras defines it: `v = momentum * v - learningRate * g`
 * and `w += v`; with `nesterov`, `w += momentum * v - learningRate * g` with the new `v`.
 *
 * @example
 * ```ts
 * import { sgd } from "chainrule";
 * console.log(JSON.stringify(sgd({ learningRate: 0.1, momentum: 0.9 })));
 * // {"type":"sgd","learningRate":0.1,"momentum":0.9,"nesterov":false}
 * ```
 */
export const sgd = defineOptimizer({
  name: "sgd",
  description: "Gradient descent, with momentum if wanted",
  config: {
    learningRate: optional(learningRateField(), 0.01),
    momentum: optional(decimal({ minimum: 0, maximum: 1, description: "Share of the last step that is kept" }), 0),
    nesterov: optional(flag("Whether the gradient is looked at from where the momentum leads"), false),
  },
  slots: ({ momentum }) => ({ velocity: momentum === 0 ? undefined : { initial: 0 } }),
  step: ({ parameters, gradient, slots: { velocity }, learningRate }, { momentum, nesterov }) => {
    const descent = multiply(gradient, learningRate);
    if (velocity === undefined) return { parameters: subtract(parameters, descent), slots: { velocity } };
    const next = subtract(multiply(velocity, momentum), descent);
    const step = nesterov ? subtract(multiply(next, momentum), descent) : next;
    return { parameters: add(parameters, step), slots: { velocity: next } };
  },
});
