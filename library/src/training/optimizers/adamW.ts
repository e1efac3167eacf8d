// adamW: Adam with weights that decay apart from the gradient.
import { choice, decimal, flag, optional } from "../../nn/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { decayField, epsilonField, ruleDescription } from "../optimizerFields.ts";
import { adamSlots, adamStep } from "../updates/index.ts";

/**
 * AdamW (Loshchilov and Hutter, 2019): Adam, with `w -= weightDecay * learningRate * w` before its step. As in Keras,
 * all weights decay, biases too, unless `excludeFromWeightDecay` names them.
 *
 * `rule: "pytorch"` adds epsilon after the correction, and has 0.01 as `weightDecay` and 1e-8 as `epsilon` by default.
 *
 * @example
 * ```ts
 * import { adamW } from "chainrule";
 * console.log(adamW({ excludeFromWeightDecay: ["bias"] }).config.weightDecay); // 0.004
 * ```
 */
export const adamW = defineOptimizer({
  name: "adamW",
  description: "Adam with weights that decay apart from the gradient",
  config: {
    learningRate: optional(learningRateField(), 0.001),
    weightDecay: optional(decimal({ minimum: 0, description: "Share by which weights shrink, times the rate" }), 0.004),
    beta1: optional(decayField("the gradient"), 0.9),
    beta2: optional(decayField("its square"), 0.999),
    epsilon: optional(epsilonField(), 1e-7),
    amsgrad: optional(flag("Whether the largest average of squares so far counts (AMSGrad)"), false),
    rule: optional(choice(["keras", "pytorch"], ruleDescription), "keras"),
  },
  defaults: { pytorch: { weightDecay: 0.01, epsilon: 1e-8 } },
  slots: adamSlots,
  step: adamStep,
});
