// radam: Adam that waits until its average of squares can be trusted.
import { decimal, flag, optional } from "../../nn/index.ts";
import { add, divide, multiply, select, sqrt, subtract } from "../../ops/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField, epsilonField } from "../optimizerFields.ts";
import { averagedShare, movingAverage, rectification, squareOf } from "../updates/index.ts";

/**
 * RAdam (Liu and others, 2020) as PyTorch defines it: in the first steps, when the average of few squares says little,
 * `w -= learningRate * m / (1 - beta1^t)`; later that times `r * sqrt(1 - beta2^t) / (sqrt(v) + epsilon)`, in which `r`
 * grows from 0 to 1: a warm-up that nobody has to choose. A weight decay is added to the gradient, unless
 * `decoupledWeightDecay` is set.
 *
 * @example
 * ```ts
 * import { radam } from "chainrule";
 * console.log(radam().config.epsilon); // 1e-8
 * ```
 */
export const radam = defineOptimizer({
  name: "radam",
  description: "Adam that waits until its average of squares can be trusted",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    beta1: optional(decayField("the gradient"), 0.9),
    beta2: optional(decayField("its square"), 0.999),
    epsilon: optional(epsilonField(), 1e-8),
    weightDecay: optional(decimal({ minimum: 0, description: "Share of the weights that is added to the gradient" })),
    decoupledWeightDecay: optional(flag("Whether weights shrink before the step instead"), false),
  },
  slots: () => ({ mean: { initial: 0 }, variance: { initial: 0 } }),
  step: ({ parameters, gradient, slots, learningRate, iteration }, { beta1, beta2, epsilon }) => {
    const mean = movingAverage(slots.mean, gradient, beta1);
    const variance = movingAverage(slots.variance, squareOf(gradient), beta2);
    const step = multiply(mean, divide(learningRate, averagedShare(beta1, iteration)));
    const trust = rectification(beta2, iteration);
    const root = divide(sqrt(averagedShare(beta2, iteration)), add(sqrt(variance), epsilon));
    const factor = trust === undefined ? 1 : select(trust.isTrusted, multiply(root, trust.factor), 1);
    return { parameters: subtract(parameters, multiply(step, factor)), slots: { mean, variance } };
  },
});
