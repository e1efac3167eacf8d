// ftrl: "follow the regularized leader", which makes weights exactly 0 where L1 asks for it.
import { decimal, optional } from "../../nn/index.ts";
import { add, clip, divide, multiply, pow, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { squareOf } from "../updates/index.ts";

const strength = (description: string) => optional(decimal({ minimum: 0, description }), 0);

/**
 * FTRL-Proximal (McMahan and others, 2013) as Keras defines it, for large sparse models with L1: with the sum `n` of the
 * squares of the gradients before and `n'` after this step, and `p = -learningRatePower`,
 * `z += g + 2 * l2Shrinkage * w - (n'^p - n^p) / learningRate * w`, and
 * `w = (clip(z, -l1, l1) - z) / (n'^p / learningRate + 2 * l2 + beta / learningRate)`.
 *
 * @example
 * ```ts
 * import { ftrl } from "chainrule";
 * console.log(ftrl({ l1RegularizationStrength: 0.01 }).config.learningRatePower); // -0.5
 * ```
 */
export const ftrl = defineOptimizer({
  name: "ftrl",
  description: "Follows the regularized leader: weights become exactly 0 where L1 asks for it",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    learningRatePower: optional(decimal({ maximum: 0, description: "How the rate falls; 0 keeps it" }), -0.5),
    initialAccumulatorValue: optional(decimal({ minimum: 0, description: "Where the sums of squares begin" }), 0.1),
    l1RegularizationStrength: strength("Factor of the sum of absolute weights"),
    l2RegularizationStrength: strength("Factor of the sum of squared weights"),
    l2ShrinkageRegularizationStrength: strength("Factor of the weights that is added to the gradient"),
    beta: strength("Added to the roots of the sums of squares"),
  },
  slots: ({ initialAccumulatorValue }) => ({
    accumulator: { initial: initialAccumulatorValue },
    linear: { initial: 0 },
  }),
  step: ({ parameters, gradient, slots, learningRate }, config) => {
    const { l1RegularizationStrength: l1, l2RegularizationStrength: l2, beta } = config;
    const power = (x: Tensor): Tensor => pow(x, -config.learningRatePower);
    const shrunk = add(gradient, multiply(parameters, 2 * config.l2ShrinkageRegularizationStrength));
    const accumulator = add(slots.accumulator, squareOf(gradient));
    const growth = divide(subtract(power(accumulator), power(slots.accumulator)), learningRate);
    const linear = add(slots.linear, subtract(shrunk, multiply(growth, parameters)));
    const curvature = add(divide(add(power(accumulator), beta), learningRate), 2 * l2);
    const next = divide(subtract(clip(linear, { minimum: -l1, maximum: l1 }), linear), curvature);
    return { parameters: next, slots: { accumulator, linear } };
  },
});
