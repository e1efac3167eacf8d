// inverseTimeDecay: the rate is divided by a number that grows with the steps.
import { decimal, flag, optional } from "../../nn/index.ts";
import { defineSchedule } from "../schedule.ts";
import { decayProgress, decayStepsField, initialRateField } from "../scheduleFields.ts";

/**
 * `initialLearningRate / (1 + decayRate * iteration / decaySteps)`, as in Keras; with `staircase` the quotient of the
 * steps is rounded down. With `decaySteps: 1` it is the `lr_decay` of PyTorch's Adagrad.
 *
 * @example
 * ```ts
 * import { inverseTimeDecay } from "chainrule";
 * console.log(inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 1 }).rate(10)); // 0.05
 * ```
 */
export const inverseTimeDecay = defineSchedule({
  name: "inverseTimeDecay",
  description: "The rate is divided by a number that grows with the steps",
  config: {
    initialLearningRate: initialRateField(),
    decaySteps: decayStepsField("Steps in which the divisor grows by the decay rate"),
    decayRate: decimal({ minimum: 0, description: "By how much the divisor grows" }),
    staircase: optional(flag("Whether the rate falls only every decaySteps steps"), false),
  },
  rate: (iteration, config) => config.initialLearningRate / (1 + config.decayRate * decayProgress(iteration, config)),
});
