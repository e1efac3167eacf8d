// A table in the form that a network learns from, whatever it came from.
import { NdArray, takeRows } from "chainrule";
import type { Features } from "./features.ts";
import type { Target } from "./target.ts";

/** Features and target of the same rows, and where they came from. */
export interface Dataset {
  /** Short name of the source. */
  readonly name: string;
  /** What a person types to name the source again. */
  readonly path: string;
  readonly sha256: string;
  readonly features: Features;
  readonly target: Target;
  /** Smallest and largest value that any feature can have, where they all have one unit, as pixels do. */
  readonly range?: readonly [smallest: number, largest: number];
  /** The line of each row in its source, where it has lines. */
  readonly lines?: Int32Array;
}

/** All features as an array [rows, columns] of float64. */
export function featureArray({ values, names, rowCount }: Features): NdArray {
  return new NdArray(values, [rowCount, names.length]);
}

/** The features of some rows. */
export function featureRows(dataset: Dataset, rows: Int32Array): NdArray {
  return takeRows(featureArray(dataset.features), rows);
}

/** The target's values of some rows, as they stand in the table. */
export function targetRows(dataset: Dataset, rows: Int32Array): Float64Array | Int32Array {
  const { values } = dataset.target;
  return values.constructor === Int32Array
    ? Int32Array.from(rows, (row) => values[row] ?? 0)
    : Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
}

/** `lines 12, 15, 99, … (32 in all)`, or rows where the source has no lines. */
export function nameRows({ lines }: Dataset, rows: readonly number[], shown = 5): string {
  const numbers = rows.map((row) => lines?.[row] ?? row).sort((a, b) => a - b);
  const more = numbers.length > shown ? `, … (${numbers.length} in all)` : "";
  return `${lines === undefined ? "rows" : "lines"} ${numbers.slice(0, shown).join(", ")}${more}`;
}
