// nadam: Adam with Nesterov's momentum.
import { choice, decimal, optional } from "../../nn/index.ts";
import { add, divide, exp, multiply, sqrt, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField, epsilonField, ruleDescription } from "../optimizerFields.ts";
import { averagedShare, movingAverage, squareOf } from "../updates/index.ts";

/** The momentum of a step: `beta1 * (1 - 0.5 * 0.96^(step * momentumDecay))`, which grows towards beta1. */
function momentumOf(step: Tensor, beta1: number, momentumDecay: number): Tensor {
  return multiply(subtract(1, multiply(exp(multiply(step, Math.log(0.96) * momentumDecay)), 0.5)), beta1);
}

/**
 * Nadam (Dozat, 2016) as Keras defines it: Adam, whose average of the gradient looks one step ahead by Nesterov's
 * momentum, `u_t = beta1 * (1 - 0.5 * 0.96^t)`:
 * `w -= learningRate * (u_{t+1} m / (1 - u_1 ... u_{t+1}) + (1 - u_t) g / (1 - u_1 ... u_t)) / (sqrt(v / (1 - beta2^t)) + epsilon)`.
 *
 * `rule: "pytorch"` is the same with `0.96^(t * momentumDecay)`, 0.004 by default, a rate of 0.002 and epsilon 1e-8; a
 * weight decay is added to the gradient.
 *
 * @example
 * ```ts
 * import { nadam } from "chainrule";
 * console.log(nadam().config.momentumDecay, nadam({ rule: "pytorch" }).config.momentumDecay); // 1 0.004
 * ```
 */
export const nadam = defineOptimizer({
  name: "nadam",
  description: "Adam with Nesterov's momentum",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    beta1: optional(decayField("the gradient"), 0.9),
    beta2: optional(decayField("its square"), 0.999),
    epsilon: optional(epsilonField(), 1e-7),
    momentumDecay: optional(decimal({ minimum: 0, description: "How fast the momentum grows towards beta1" }), 1),
    rule: optional(choice(["keras", "pytorch"], ruleDescription), "keras"),
  },
  defaults: {
    pytorch: { learningRate: 0.002, epsilon: 1e-8, momentumDecay: 0.004, decoupledWeightDecay: false },
  },
  slots: () => ({
    mean: { initial: 0 },
    variance: { initial: 0 },
    momentumProduct: { initial: 1, scalar: true },
  }),
  step: ({ parameters, gradient, slots, learningRate, iteration }, { beta1, beta2, epsilon, momentumDecay }) => {
    const momentum = momentumOf(iteration, beta1, momentumDecay);
    const next = momentumOf(add(iteration, 1), beta1, momentumDecay);
    const momentumProduct = multiply(slots.momentumProduct, momentum);
    const mean = movingAverage(slots.mean, gradient, beta1);
    const variance = movingAverage(slots.variance, squareOf(gradient), beta2);
    const share = sqrt(averagedShare(beta2, iteration));
    const rate = multiply(learningRate, share);
    const ofMean = multiply(rate, divide(next, subtract(1, multiply(momentumProduct, next))));
    const ofGradient = multiply(rate, divide(subtract(1, momentum), subtract(1, momentumProduct)));
    const direction = add(multiply(mean, ofMean), multiply(gradient, ofGradient));
    // Both sides of the fraction are multiplied by sqrt(1 - beta2^t).
    const step = divide(direction, add(sqrt(variance), multiply(share, epsilon)));
    return { parameters: subtract(parameters, step), slots: { mean, variance, momentumProduct } };
  },
});
