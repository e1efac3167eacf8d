// What a schedule is, and how one is defined: a learning rate that depends on how many steps have been taken.
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
} from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";

/** A learning rate that changes from step to step, configured. */
export interface Schedule extends Component<"schedule"> {
  /**
   * The rate of a step.
   *
   * @param iteration the number of steps before it: 0 for the first one.
   */
  rate(iteration: number): number;
}

/** The description of a schedule. */
export interface ScheduleDefinition<F extends Fields> extends ComponentDefinition<F> {
  /** The rate of the step that has `iteration` steps before it, in plain numbers. */
  rate(iteration: number, config: ConfigOf<F>): number;
}

/**
 * Defines a schedule of one's own.
 *
 * @example
 * ```ts
 * import { decimal, defineSchedule, sgd } from "chainrule";
 * const inverseRoot = defineSchedule({
 *   name: "inverseRoot",
 *   description: "Falls with the square root of the number of steps",
 *   config: { first: decimal({ minimum: 0, description: "Rate of the first step" }) },
 *   rate: (iteration, { first }) => first / Math.sqrt(iteration + 1),
 * });
 * console.log(inverseRoot({ first: 0.1 }).rate(3)); // 0.05
 * console.log(sgd({ learningRate: inverseRoot({ first: 0.1 }) }).learningRate); // 0.1
 * ```
 */
export function defineSchedule<const F extends Fields = Record<never, never>>(
  definition: ScheduleDefinition<F>,
): Factory<"schedule", F, Schedule> {
  return defineComponent("schedule", definition, (config) => ({
    rate: (iteration: number) => {
      const rate = definition.rate(iteration, config);
      if (rate >= 0 && rate < Infinity) return rate;
      const got = `${rate} after ${iteration} steps`;
      throw new ConfigError(definition.name, { got, expected: "a learning rate that is not negative" });
    },
  }));
}

/** The rate of the step that has `iteration` steps before it, where a rate may be a number or a schedule. */
export function rateOf(learningRate: number | Schedule, iteration: number): number {
  return typeof learningRate === "number" ? learningRate : learningRate.rate(iteration);
}
