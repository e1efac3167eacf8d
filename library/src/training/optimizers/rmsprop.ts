// rmsprop: steps of the size of the learning rate, by an average of the square of the gradient.
import { choice, flag, optional } from "../../nn/index.ts";
import { add, divide, multiply, sqrt, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField, epsilonField, momentumField, ruleDescription } from "../optimizerFields.ts";
import { movingAverage, squareOf } from "../updates/index.ts";

interface Averages {
  readonly mean: Tensor | undefined;
  readonly variance: Tensor;
}

/**
 * The average of the squares, or, where the gradient's mean is known, its variance. That is the average of the squares
 * less the square of the mean; computed so, rounding makes it negative, and its root NaN. Averaging
 * `rho * (gradient - mean)^2` with the old mean gives the same number.
 */
function averages(gradient: Tensor, { mean, variance }: Averages, rho: number): Averages {
  if (mean === undefined) return { mean, variance: movingAverage(variance, squareOf(gradient), rho) };
  const deviation = multiply(squareOf(subtract(gradient, mean)), rho);
  return { mean: movingAverage(mean, gradient, rho), variance: movingAverage(variance, deviation, rho) };
}

/**
 * RMSprop (Tieleman and Hinton, 2012) as Keras defines it: `v` is the average of the squares of the gradient (with
 * `centered`, of its variance), and `w -= learningRate * g / sqrt(v + epsilon)`; with momentum the velocity is the sum of
 * such steps.
 *
 * `rule: "pytorch"` adds epsilon to the root, `g / (sqrt(v) + epsilon)`, and keeps the learning rate out of the
 * velocity; its defaults are a rate of 0.01, rho 0.99 and epsilon 1e-8, and a weight decay is added to the gradient.
 *
 * @example
 * ```ts
 * import { rmsprop } from "chainrule";
 * console.log(rmsprop().config.rho, rmsprop({ rule: "pytorch" }).config.rho); // 0.9 0.99
 * ```
 */
export const rmsprop = defineOptimizer({
  name: "rmsprop",
  description: "Steps of the size of the learning rate, by an average of the square of the gradient",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    rho: optional(decayField("the gradient's square"), 0.9),
    momentum: optional(momentumField(), 0),
    epsilon: optional(epsilonField(), 1e-7),
    centered: optional(flag("Whether the gradient's variance takes the place of its mean square"), false),
    rule: optional(choice(["keras", "pytorch"], ruleDescription), "keras"),
  },
  defaults: { pytorch: { learningRate: 0.01, rho: 0.99, epsilon: 1e-8, decoupledWeightDecay: false } },
  slots: ({ momentum, centered }) => ({
    variance: { initial: 0 },
    mean: centered ? { initial: 0 } : undefined,
    velocity: momentum === 0 ? undefined : { initial: 0 },
  }),
  step: ({ parameters, gradient, slots, learningRate }, { rho, momentum, epsilon, rule }) => {
    const { mean, variance } = averages(gradient, slots, rho);
    const denominator = rule === "pytorch" ? add(sqrt(variance), epsilon) : sqrt(add(variance, epsilon));
    const direction = divide(gradient, denominator);
    const { velocity } = slots;
    if (velocity === undefined) {
      const step = multiply(direction, learningRate);
      return { parameters: subtract(parameters, step), slots: { mean, variance, velocity } };
    }
    const added = rule === "pytorch" ? direction : multiply(direction, learningRate);
    const next = add(multiply(velocity, momentum), added);
    const step = rule === "pytorch" ? multiply(next, learningRate) : next;
    return { parameters: subtract(parameters, step), slots: { mean, variance, velocity: next } };
  },
});
