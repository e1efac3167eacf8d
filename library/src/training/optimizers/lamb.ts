// lamb: Adam with steps in proportion to the size of each variable.
import { optional } from "../../nn/index.ts";
import { add, divide, greater, logicalAnd, multiply, select, sqrt, subtract, sum } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField, epsilonField } from "../optimizerFields.ts";
import { averagedShare, movingAverage, perSegment, segmentOf, squareOf } from "../updates/index.ts";

const norm = (x: Tensor): Tensor => sqrt(sum(squareOf(x)));

/** `a / b`, or 1 where one of them is 0. */
function ratio(a: Tensor, b: Tensor): Tensor {
  const isUsable = logicalAnd(greater(a, 0), greater(b, 0));
  return select(isUsable, divide(a, select(isUsable, b, 1)), 1);
}

/**
 * LAMB (You and others, 2020) as Keras defines it, for large batches: the direction of Adam,
 * `r = (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)`, scaled for each variable by the ratio of the norms of
 * its weights and of `r`.
 *
 * @example
 * ```ts
 * import { lamb } from "chainrule";
 * console.log(lamb().config.beta2); // 0.999
 * ```
 */
export const lamb = defineOptimizer({
  name: "lamb",
  description: "Adam with steps in proportion to the size of each variable",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    beta1: optional(decayField("the gradient"), 0.9),
    beta2: optional(decayField("its square"), 0.999),
    epsilon: optional(epsilonField(), 1e-7),
  },
  slots: () => ({ mean: { initial: 0 }, variance: { initial: 0 } }),
  step: ({ parameters, gradient, slots, learningRate, iteration, segments }, { beta1, beta2, epsilon }) => {
    const mean = movingAverage(slots.mean, gradient, beta1);
    const variance = movingAverage(slots.variance, squareOf(gradient), beta2);
    const root = sqrt(divide(variance, averagedShare(beta2, iteration)));
    const direction = divide(divide(mean, averagedShare(beta1, iteration)), add(root, epsilon));
    const scaled = perSegment(segments, (segment) => {
      const part = segmentOf(direction, segment);
      return multiply(part, ratio(norm(segmentOf(parameters, segment)), norm(part)));
    });
    return { parameters: subtract(parameters, multiply(scaled, learningRate)), slots: { mean, variance } };
  },
});
