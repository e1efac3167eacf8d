// pairField: an option that is one whole number for both height and width, or one for each.
import * as v from "valibot";
import type { Field, FieldInfo } from "./field.ts";

/** One number for height and width, or one for each. */
export type PairOption = number | readonly [height: number, width: number];

/** A positive whole number for both height and width, or a list with one for each. */
export function pairField(description: string): Field<PairOption> {
  const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1;
  const isPair = (value: unknown): boolean =>
    isSize(value) || (Array.isArray(value) && value.length === 2 && value.every(isSize));
  const expected = "a positive whole number such as 2, or one for height and one for width such as [2, 3]";
  const info: FieldInfo = { type: "pair", expected, description };
  return v.pipe(v.custom<PairOption>(isPair), v.metadata({ info }));
}
