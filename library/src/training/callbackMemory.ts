// What callbacks remember as plain data: numbers to JSON and back, NaN and the infinities included.
import type { Json } from "../nn/index.ts";
import { FormatError } from "../tensor/index.ts";
import type { CallbackState } from "./callback.ts";

/** A number as JSON holds it; NaN and the infinities become text. */
export function storedNumber(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}

/** The number that {@link storedNumber} stored, if there is one. @throws {FormatError} when it is something else. */
export function readOptionalNumber({ values }: CallbackState, name: string, where: string): number | undefined {
  const value = values[name];
  if (value === undefined || typeof value === "number") return value;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  throw new FormatError(`the state has no number "${name}"`, { where, got: JSON.stringify(value) });
}

/** The number that {@link storedNumber} stored. @throws {FormatError} when there is none. */
export function readNumber(state: CallbackState, name: string, where: string): number {
  const value = readOptionalNumber(state, name, where);
  if (value !== undefined) return value;
  throw new FormatError(`the state has no number "${name}"`, { where });
}

/** Values with those that are undefined left out, and numbers as JSON holds them. */
export function storedValues(values: Readonly<Record<string, number | undefined>>): CallbackState["values"] {
  const known = Object.entries(values).flatMap(([name, value]): [string, Json][] =>
    value === undefined ? [] : [[name, storedNumber(value)]],
  );
  return Object.fromEntries(known);
}
