// inverseScaling: the rate is divided by a power of the number of steps.
import { decimal, optional } from "../../nn/index.ts";
import { defineSchedule } from "../schedule.ts";
import { initialRateField } from "../scheduleFields.ts";

/**
 * `initialLearningRate / (iteration + 1) ^ power`: scikit-learn's `"invscaling"`, whose `power_t` is `power`.
 * (scikit-learn's MLPs count rows there, not steps, and change the rate once an epoch.)
 *
 * @example
 * ```ts
 * import { inverseScaling } from "chainrule";
 * console.log(inverseScaling({ initialLearningRate: 0.1 }).rate(3)); // 0.05
 * ```
 */
export const inverseScaling = defineSchedule({
  name: "inverseScaling",
  description: "The rate is divided by a power of the number of steps",
  config: {
    initialLearningRate: initialRateField(),
    power: optional(decimal({ minimum: 0, description: "Exponent of the number of steps" }), 0.5),
  },
  rate: (iteration, { initialLearningRate, power }) => initialLearningRate / (iteration + 1) ** power,
});
