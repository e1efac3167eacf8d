// adadelta: steps in the unit of the parameters, by averages of the squares of gradients and of steps.
import { choice, optional } from "../../nn/index.ts";
import { add, divide, multiply, sqrt, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField, epsilonField, ruleDescription } from "../optimizerFields.ts";
import { movingAverage, squareOf } from "../updates/index.ts";

/**
 * Adadelta (Zeiler, 2012) as Keras defines it: `a` is the average of `g^2`, the step is
 * `s = g * sqrt(b + epsilon) / sqrt(a + epsilon)` with the average `b` of the squares of the steps before it, and
 * `w -= learningRate * s`. The rate 0.001 of Keras is slow: the paper has 1.
 *
 * `rule: "pytorch"` is the same with a rate of 1, rho 0.9 and epsilon 1e-6 by default, and a weight decay that is added
 * to the gradient.
 *
 * @example
 * ```ts
 * import { adadelta } from "chainrule";
 * console.log(adadelta({ learningRate: 1 }).config.rho); // 0.95
 * ```
 */
export const adadelta = defineOptimizer({
  name: "adadelta",
  description: "Steps in the unit of the parameters, by averages of the squares of gradients and of steps",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    rho: optional(decayField("the squares"), 0.95),
    epsilon: optional(epsilonField(), 1e-7),
    rule: optional(choice(["keras", "pytorch"], ruleDescription), "keras"),
  },
  defaults: { pytorch: { learningRate: 1, rho: 0.9, epsilon: 1e-6, decoupledWeightDecay: false } },
  slots: () => ({ meanSquare: { initial: 0 }, meanSquareStep: { initial: 0 } }),
  step: ({ parameters, gradient, slots, learningRate }, { rho, epsilon }) => {
    const root = (x: Tensor): Tensor => sqrt(add(x, epsilon));
    const meanSquare = movingAverage(slots.meanSquare, squareOf(gradient), rho);
    const step = multiply(gradient, divide(root(slots.meanSquareStep), root(meanSquare)));
    const meanSquareStep = movingAverage(slots.meanSquareStep, squareOf(step), rho);
    return {
      parameters: subtract(parameters, multiply(step, learningRate)),
      slots: { meanSquare, meanSquareStep },
    };
  },
});
