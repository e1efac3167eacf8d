// Divides the rows of a table: one part to learn from, one to decide when to stop, one for the final score.
import { trainTestSplit } from "chainrule";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { countOf, formatCount } from "../tables/table.ts";
import type { Target } from "./target.ts";

/** Indices of rows. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
  /** Whether the classes have the same shares in all parts. */
  readonly stratified: boolean;
  /** The shares that were used. */
  readonly testSize: number;
  readonly validationSplit: number;
}

/** What is wanted of a split; shares that are left out take the defaults. */
export interface SplitOptions {
  readonly testSize?: number | undefined;
  readonly validationSplit?: number | undefined;
  readonly seed: number;
}

/** With fewer rows nothing is kept back unless it is asked for: each row is needed to learn from. */
export const fewRows = 20;
/** Share of all rows that is tested on. */
export const defaultTestSize = 0.2;
/** Share of the rows that are left which decides when to stop. */
export const defaultValidationSplit = 0.1;
/** So that a class has a row for each part. */
const leastRowsPerClass = 4;

/** Splits the rows of a target; stratified by class where every class has rows for all parts. */
export function splitRows(target: Target, options: SplitOptions): Split {
  const rows = target.values.length;
  const enough = rows >= fewRows;
  const testSize = options.testSize ?? (enough ? defaultTestSize : 0);
  const validationSplit = options.validationSplit ?? (enough ? defaultValidationSplit : 0);
  const stratified = target.task === "classification" && leastFrequent(target.values) >= leastRowsPerClass;
  const classes = stratified && target.task === "classification" ? target.values : undefined;
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const outer = divide(all, classes, { flag: "--test-size", share: testSize, seed: options.seed });
  // Another seed than the first division's: the same draws would tie the two divisions to each other.
  const seed = (options.seed + 1) % 2 ** 32;
  const inner = divide(outer.kept, classes, { flag: "--validation-split", share: validationSplit, seed });
  return { train: inner.kept, validation: inner.held, test: outer.held, stratified, testSize, validationSplit };
}

/** `Rows: 1,293 to train, 144 to validate, 360 to test, stratified, seed 42`. */
export function splitLine({ train, validation, test, stratified }: Split, seed: number): string {
  const parts = [
    `${formatCount(train.length)} to train`,
    ...(validation.length === 0 ? [] : [`${formatCount(validation.length)} to validate`]),
    ...(test.length === 0 ? [] : [`${formatCount(test.length)} to test`]),
    ...(stratified && test.length > 0 ? ["stratified"] : []),
  ];
  return `Rows: ${parts.join(", ")}, seed ${seed}`;
}

/** The content of a run's `split.json`: row numbers, counted from 0 in the order of the table. */
export function splitJson({ train, validation, test, ...rest }: Split, seed: number): object {
  return { seed, ...rest, train: [...train], validation: [...validation], test: [...test] };
}

interface Division {
  readonly flag: string;
  readonly share: number;
  readonly seed: number;
}

function divide(
  rows: Int32Array,
  classes: Int32Array | undefined,
  { flag, share, seed }: Division,
): { kept: Int32Array; held: Int32Array } {
  if (share === 0) return { kept: rows, held: new Int32Array(0) };
  if (Math.ceil(rows.length * share) >= rows.length) {
    throw new CommandError(
      codes.invalidValue,
      `${flag} ${share} leaves none of ${countOf(rows.length, "row")} to train on`,
      {
        where: flag,
        fixes: [`${flag} 0, or a table with more rows`],
      },
    );
  }
  const y = classes === undefined ? rows : rows.map((row) => classes[row] ?? 0);
  const parts = trainTestSplit({ x: rows, y }, { testSize: share, seed, stratify: classes !== undefined });
  const pick = (indices: Int32Array): Int32Array => indices.map((index) => rows[index] ?? 0);
  return { kept: pick(parts.trainIndices), held: pick(parts.testIndices) };
}

function leastFrequent(values: Int32Array): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.min(...counts.values());
}
