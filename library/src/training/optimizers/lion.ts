// lion: goes by the sign of an average of the gradient.
import { optional } from "../../nn/index.ts";
import { multiply, sign, subtract } from "../../ops/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField } from "../optimizerFields.ts";
import { movingAverage } from "../updates/index.ts";

/**
 * Lion (Chen and others, 2023) as Keras defines it: `w -= learningRate * sign(beta1 * m + (1 - beta1) * g)`, then
 * `m = beta2 * m + (1 - beta2) * g`. All steps have the same size, so rates are chosen 3 to 10 times smaller than
 * Adam's, and weight decays as many times larger.
 *
 * @example
 * ```ts
 * import { lion } from "chainrule";
 * console.log(lion({ learningRate: 0.0001, weightDecay: 0.1 }).config.beta2); // 0.99
 * ```
 */
export const lion = defineOptimizer({
  name: "lion",
  description: "Goes by the sign of an average of the gradient",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    beta1: optional(decayField("the gradient, for this step"), 0.9),
    beta2: optional(decayField("the gradient, for the steps that follow"), 0.99),
  },
  slots: () => ({ mean: { initial: 0 } }),
  step: ({ parameters, gradient, slots, learningRate }, { beta1, beta2 }) => ({
    parameters: subtract(parameters, multiply(sign(movingAverage(slots.mean, gradient, beta1)), learningRate)),
    slots: { mean: movingAverage(slots.mean, gradient, beta2) },
  }),
});
