// adam: steps of the size of the learning rate, by averages of the gradient and of its square.
import { choice, flag, optional } from "../../nn/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField, epsilonField, ruleDescription } from "../optimizerFields.ts";
import { adamSlots, adamStep } from "../updates/index.ts";

/**
 * Adam (Kingma and Ba, 2015) as Keras defines it, with "epsilon hat": `m` and `v` are averages of the gradient and of
 * its square, and `w -= learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)`. With `amsgrad`, the
 * largest `v` so far takes the place of `v`.
 *
 * `rule: "pytorch"` adds epsilon to the corrected `sqrt(v / (1 - beta2^t))`, and a weight decay to the gradient; epsilon
 * is then 1e-8 by default, as with `rule: "scikitLearn"`, whose rule is that of Keras.
 *
 * @example
 * ```ts
 * import { adam } from "chainrule";
 * console.log(adam({ learningRate: 0.01 }).config.beta2, adam({ rule: "pytorch" }).config.epsilon); // 0.999 1e-8
 * ```
 */
export const adam = defineOptimizer({
  name: "adam",
  description: "Steps of the size of the learning rate, by averages of the gradient and of its square",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    beta1: optional(decayField("the gradient"), 0.9),
    beta2: optional(decayField("its square"), 0.999),
    epsilon: optional(epsilonField(), 1e-7),
    amsgrad: optional(flag("Whether the largest average of squares so far counts (AMSGrad)"), false),
    rule: optional(choice(["keras", "pytorch", "scikitLearn"], ruleDescription), "keras"),
  },
  defaults: { pytorch: { epsilon: 1e-8, decoupledWeightDecay: false }, scikitLearn: { epsilon: 1e-8 } },
  slots: adamSlots,
  step: adamStep,
});
