// The built-in schedules by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "../nn/index.ts";
import type { Schedule } from "./schedule.ts";
import type * as list from "./schedules/index.ts";

/** A built-in schedule's name. */
export type ScheduleName = NamesOf<typeof list, "schedule">;

/** The built-in schedules. */
export const scheduleRegistry: Registry<ScheduleName, Schedule> = createRegistry(
  "schedule",
  isComponentOf<Schedule>("schedule"),
);
