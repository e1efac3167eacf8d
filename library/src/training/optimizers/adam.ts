// adam: steps of the size of the learning rate, by averages of the gradient and of its square.
import { decimal, optional } from "../../nn/index.ts";
import { add, divide, multiply, sqrt, square, subtract } from "../../ops/index.ts";
import { averagedShare } from "../biasCorrection.ts";
import { defineOptimizer, learningRateField } from "../optimizer.ts";

const decay = (of: string) =>
  decimal({
    minimum: 0,
    maximum: 1,
    exclusive: "maximum",
    description: `Share of the old average of ${of} that is kept`,
  });

/**
 * Adam (Kingma and Ba, 2015) as Keras defines it, with "epsilon hat": `m` and `v` are averages of the gradient and of
 * its square, and `w -= learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)`.
 *
 * @example
 * ```ts
 * import { adam } from "chainrule";
 * console.log(adam({ learningRate: 0.01 }).config.beta2); // 0.999
 * ```
 */
export const adam = defineOptimizer({
  name: "adam",
  description: "Steps of the size of the learning rate, by averages of the gradient and of its square",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    beta1: optional(decay("the gradient"), 0.9),
    beta2: optional(decay("its square"), 0.999),
    epsilon: optional(decimal({ minimum: 0, description: "Added to the denominator" }), 1e-7),
  },
  slots: () => ({ mean: { initial: 0 }, variance: { initial: 0 } }),
  step: ({ parameters, gradient, slots, learningRate, iteration }, { beta1, beta2, epsilon }) => {
    const mean = add(multiply(slots.mean, beta1), multiply(gradient, 1 - beta1));
    const variance = add(multiply(slots.variance, beta2), multiply(square(gradient), 1 - beta2));
    const correction = divide(sqrt(averagedShare(beta2, iteration)), averagedShare(beta1, iteration));
    const step = divide(multiply(mean, multiply(learningRate, correction)), add(sqrt(variance), epsilon));
    return { parameters: subtract(parameters, step), slots: { mean, variance } };
  },
});
