// exponentialDecay: the rate is multiplied by the same factor again and again.
import { decimal, flag, optional } from "../../nn/index.ts";
import { defineSchedule } from "../schedule.ts";
import { decayProgress, decayStepsField, initialRateField } from "../scheduleFields.ts";

/**
 * `initialLearningRate * decayRate ^ (iteration / decaySteps)`, as in Keras. With `staircase` the exponent is rounded
 * down, so that the rate falls only every `decaySteps` steps (PyTorch's `StepLR`).
 *
 * @example
 * ```ts
 * import { exponentialDecay } from "chainrule";
 * const schedule = exponentialDecay({ initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.5, staircase: true });
 * console.log(schedule.rate(99), schedule.rate(100)); // 0.1 0.05
 * ```
 */
export const exponentialDecay = defineSchedule({
  name: "exponentialDecay",
  description: "The rate is multiplied by the same factor again and again",
  config: {
    initialLearningRate: initialRateField(),
    decaySteps: decayStepsField("Steps in which the rate is multiplied once"),
    decayRate: decimal({ minimum: 0, description: "Factor of the rate" }),
    staircase: optional(flag("Whether the rate stays the same between two multiplications"), false),
  },
  rate: (iteration, config) => config.initialLearningRate * config.decayRate ** decayProgress(iteration, config),
});
