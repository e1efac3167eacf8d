// polynomialDecay: from one rate to another along a power of the steps.
import { decimal, flag, optional } from "../../nn/index.ts";
import { defineSchedule } from "../schedule.ts";
import { decayStepsField, initialRateField } from "../scheduleFields.ts";

/**
 * `endLearningRate + (initialLearningRate - endLearningRate) * (1 - iteration / decaySteps) ^ power`, and
 * `endLearningRate` after `decaySteps`, as in Keras. With `cycle` the steps are not cut off: whenever they exceed
 * `decaySteps`, this is made longer by as much as it was in the beginning, so that the rate jumps up again.
 *
 * @example
 * ```ts
 * import { polynomialDecay } from "chainrule";
 * const schedule = polynomialDecay({ initialLearningRate: 0.5, decaySteps: 10, endLearningRate: 0.25 });
 * console.log(schedule.rate(5), schedule.rate(20)); // 0.375 0.25
 * ```
 */
export const polynomialDecay = defineSchedule({
  name: "polynomialDecay",
  description: "From one rate to another along a power of the steps",
  config: {
    initialLearningRate: initialRateField(),
    decaySteps: decayStepsField("Steps until the last rate"),
    endLearningRate: optional(decimal({ minimum: 0, description: "The last rate" }), 0.0001),
    power: optional(
      decimal({ minimum: 0, description: "Exponent of the share of steps that is left; 1 is a line" }),
      1,
    ),
    cycle: optional(flag("Whether the rate begins again after the last rate"), false),
  },
  rate: (iteration, { initialLearningRate, decaySteps, endLearningRate, power, cycle }) => {
    const steps = cycle ? decaySteps * Math.max(1, Math.ceil(iteration / decaySteps)) : decaySteps;
    const left = 1 - Math.min(iteration, steps) / steps;
    return (initialLearningRate - endLearningRate) * left ** power + endLearningRate;
  },
});
