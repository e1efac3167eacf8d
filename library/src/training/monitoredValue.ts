// The value that a callback watches, and which of two is better.
import { choice, type Field, suggestName } from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";
import type { EpochResult, TrainingContext } from "./callback.ts";
import { validationName } from "./history.ts";

/** Which values are better. */
export type MonitorMode = "auto" | "minimum" | "maximum";

/** The option that says which values are better. */
export function modeField(): Field<MonitorMode> {
  return choice(["auto", "minimum", "maximum"], "Which values are better; auto asks the metric");
}

/** Whether larger values of what is watched are better. */
export function isLargerBetter(mode: MonitorMode, monitor: string, context: TrainingContext): boolean {
  return mode === "auto" ? context.isLargerBetter(monitor) : mode === "maximum";
}

/**
 * The watched value of an epoch.
 *
 * @param where the callback, for the message.
 * @throws {ConfigError} when there is no such value, with those that there are.
 */
export function monitoredValue({ values }: EpochResult, monitor: string, where: string): number {
  const value = values[monitor];
  if (value !== undefined) return value;
  const names = Object.keys(values);
  const needsValidation = monitor.startsWith("val") && values[validationName("loss")] === undefined;
  throw new ConfigError("monitor", {
    where,
    got: `"${monitor}"`,
    expected: `one of ${names.join(", ")}`,
    fix: needsValidation
      ? "Pass validationSplit or validationData to fit"
      : (suggestName(monitor, names) ?? "Name it in metrics when compiling"),
  });
}
