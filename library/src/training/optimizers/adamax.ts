// adamax: Adam with the largest of the recent gradients in place of the root of their mean square.
import { choice, optional } from "../../nn/index.ts";
import { abs, add, divide, maximum, multiply, subtract } from "../../ops/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField, epsilonField, ruleDescription } from "../optimizerFields.ts";
import { averagedShare, movingAverage } from "../updates/index.ts";

/**
 * Adamax (Kingma and Ba, 2015) as Keras defines it: `m` is the average of the gradient, `u = max(beta2 * u, |g|)`, and
 * `w -= learningRate / (1 - beta1^t) * m / (u + epsilon)`.
 *
 * `rule: "pytorch"` adds epsilon to `|g|` instead, `u = max(beta2 * u, |g| + epsilon)`; its defaults are a rate of 0.002
 * and epsilon 1e-8, and a weight decay is added to the gradient.
 *
 * @example
 * ```ts
 * import { adamax } from "chainrule";
 * console.log(adamax().config.epsilon); // 1e-7
 * ```
 */
export const adamax = defineOptimizer({
  name: "adamax",
  description: "Adam with the largest of the recent gradients in place of the root of their mean square",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    beta1: optional(decayField("the gradient"), 0.9),
    beta2: optional(decayField("the largest gradient"), 0.999),
    epsilon: optional(epsilonField(), 1e-7),
    rule: optional(choice(["keras", "pytorch"], ruleDescription), "keras"),
  },
  defaults: { pytorch: { learningRate: 0.002, epsilon: 1e-8, decoupledWeightDecay: false } },
  slots: () => ({ mean: { initial: 0 }, largestGradient: { initial: 0 } }),
  step: ({ parameters, gradient, slots, learningRate, iteration }, { beta1, beta2, epsilon, rule }) => {
    const mean = movingAverage(slots.mean, gradient, beta1);
    const size = rule === "pytorch" ? add(abs(gradient), epsilon) : abs(gradient);
    const largestGradient = maximum(multiply(slots.largestGradient, beta2), size);
    const denominator = rule === "pytorch" ? largestGradient : add(largestGradient, epsilon);
    const rate = divide(learningRate, averagedShare(beta1, iteration));
    const step = divide(multiply(mean, rate), denominator);
    return { parameters: subtract(parameters, step), slots: { mean, largestGradient } };
  },
});
