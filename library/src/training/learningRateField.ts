// The field of a learning rate: a number, or a schedule.
import { componentField, type Field, isComponentOf } from "../nn/index.ts";
import type { Schedule } from "./schedule.ts";
import { scheduleRegistry } from "./scheduleRegistry.ts";

const isSchedule = isComponentOf<Schedule>("schedule");
const isRate = (value: unknown): boolean => typeof value === "number" && value >= 0 && value < Infinity;

/**
 * The field of a learning rate: a number that is not negative, or a schedule such as `exponentialDecay`. An optimizer
 * wraps it in `optional` with its default.
 */
export function learningRateField(description = "How far each step goes"): Field<number | Schedule> {
  return componentField<number | Schedule, number | Schedule>(
    (value) => isRate(value) || isSchedule(value),
    (learningRate) => learningRate,
    {
      type: "learningRate",
      expected: "a number at least 0, or a schedule",
      description,
      minimum: 0,
      registry: scheduleRegistry,
    },
  );
}
