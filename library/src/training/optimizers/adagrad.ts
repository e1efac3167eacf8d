// adagrad: steps that become smaller with the sum of the squares of all gradients so far.
import { choice, decimal, optional } from "../../nn/index.ts";
import { add, divide, multiply, sqrt, subtract } from "../../ops/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { epsilonField, ruleDescription } from "../optimizerFields.ts";
import { squareOf } from "../updates/index.ts";

/**
 * Adagrad (Duchi, Hazan and Singer, 2011) as Keras defines it: `a += g^2`, `w -= learningRate * g / sqrt(a + epsilon)`.
 *
 * `rule: "pytorch"` adds epsilon to the root, `g / (sqrt(a) + epsilon)`; its defaults are a rate of 0.01, a sum that
 * begins at 0 and epsilon 1e-10, and a weight decay is added to the gradient. PyTorch's `lr_decay` is the schedule
 * `inverseTimeDecay` with `decaySteps: 1`.
 *
 * @example
 * ```ts
 * import { adagrad } from "chainrule";
 * console.log(adagrad({ learningRate: 0.5 }).config.initialAccumulatorValue); // 0.1
 * ```
 */
export const adagrad = defineOptimizer({
  name: "adagrad",
  description: "Steps that become smaller with the sum of the squares of all gradients so far",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    initialAccumulatorValue: optional(decimal({ minimum: 0, description: "Where the sums of squares begin" }), 0.1),
    epsilon: optional(epsilonField(), 1e-7),
    rule: optional(choice(["keras", "pytorch"], ruleDescription), "keras"),
  },
  defaults: {
    pytorch: { learningRate: 0.01, initialAccumulatorValue: 0, epsilon: 1e-10, decoupledWeightDecay: false },
  },
  slots: ({ initialAccumulatorValue }) => ({ accumulator: { initial: initialAccumulatorValue } }),
  step: ({ parameters, gradient, slots, learningRate }, { epsilon, rule }) => {
    const accumulator = add(slots.accumulator, squareOf(gradient));
    const denominator = rule === "pytorch" ? add(sqrt(accumulator), epsilon) : sqrt(add(accumulator, epsilon));
    const step = divide(multiply(gradient, learningRate), denominator);
    return { parameters: subtract(parameters, step), slots: { accumulator } };
  },
});
