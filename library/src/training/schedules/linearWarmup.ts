// linearWarmup: the rate rises in a line, then follows another schedule.
import { decimal, optional, wholeNumber } from "../../nn/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineSchedule, rateOf } from "../schedule.ts";

/**
 * From `initialLearningRate` in a line to `learningRate` in `warmupSteps` steps; after them `learningRate`, or, where
 * that is a schedule, its rates from its own first step on. (PyTorch's `LinearLR` with `start_factor` begins at
 * `start_factor * lr`.)
 *
 * @example
 * ```ts
 * import { exponentialDecay, linearWarmup } from "chainrule";
 * const decay = exponentialDecay({ initialLearningRate: 0.5, decaySteps: 100, decayRate: 0.5 });
 * const schedule = linearWarmup({ learningRate: decay, warmupSteps: 10 });
 * console.log(schedule.rate(0), schedule.rate(5), schedule.rate(10), schedule.rate(110)); // 0 0.25 0.5 0.25
 * ```
 */
export const linearWarmup = defineSchedule({
  name: "linearWarmup",
  description: "The rate rises in a line, then follows another schedule",
  config: {
    learningRate: learningRateField("The rate that the warm-up rises to, or the schedule that follows it"),
    warmupSteps: wholeNumber({ minimum: 0, description: "Steps in which the rate rises" }),
    initialLearningRate: optional(decimal({ minimum: 0, description: "Rate of the first step" }), 0),
  },
  rate: (iteration, { learningRate, warmupSteps, initialLearningRate }) => {
    if (iteration >= warmupSteps) return rateOf(learningRate, iteration - warmupSteps);
    return initialLearningRate + (rateOf(learningRate, 0) - initialLearningRate) * (iteration / warmupSteps);
  },
});
