// Decides what the cells of a column are, and says why.
import { isMissing, parseNumber } from "./numbers.ts";
import type { Column } from "./table.ts";

/** What a column's cells are. */
export type ColumnKind = "number" | "boolean" | "date" | "category" | "text" | "identifier" | "empty";

/** A column with the decision about it. */
export interface TypedColumn extends Column {
  readonly kind: ColumnKind;
  /** Why, in words that follow "because". */
  readonly reason: string;
  /** How many cells say that there is no value. */
  readonly missing: number;
  /** The different cells that are not missing, with how often each occurs, in the order of their first occurrence. */
  readonly counts: ReadonlyMap<string, number>;
}

const booleans: readonly (readonly [string, string])[] = [
  ["true", "false"],
  ["yes", "no"],
  ["y", "n"],
  ["t", "f"],
  ["on", "off"],
];
const isoDate = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const mostCategories = 100;

function countCells(cells: readonly string[]): { counts: Map<string, number>; missing: number } {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const cell of cells) {
    if (isMissing(cell)) missing += 1;
    else counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return { counts, missing };
}

/** `"a"`, shortened to fit into a sentence. */
export function quote(cell: string): string {
  const line = cell.replace(/\s+/g, " ");
  return line.length > 24 ? `"${line.slice(0, 23)}…"` : `"${line}"`;
}

/** Decides the kind of a column from all of its cells. */
export function typeColumn(column: Column): TypedColumn {
  const { counts, missing } = countCells(column.cells);
  return { ...column, counts, missing, ...decide(column, [...counts.keys()], column.cells.length - missing) };
}

function decide(column: Column, values: readonly string[], present: number): { kind: ColumnKind; reason: string } {
  const [first] = values;
  if (first === undefined) return { kind: "empty", reason: "every cell is missing" };
  const strange = values.find((value) => parseNumber(value) === undefined);
  if (strange === undefined) return { kind: "number", reason: "every cell is a number" };
  const pair = booleanPair(values);
  if (pair !== undefined) return { kind: "boolean", reason: `every cell is ${pair}` };
  if (values.every((value) => isoDate.test(value))) {
    return { kind: "date", reason: "every cell is a date such as 2026-11-22" };
  }
  const distinct = values.length;
  if (distinct === present && present > 20) {
    return { kind: "identifier", reason: `text, ${distinct} of ${present} different: unique in every row` };
  }
  const isCategory = distinct <= mostCategories && distinct * 2 <= present;
  const line = mostlyNumbers(column, strange);
  const reason = line ?? `${distinct} distinct text ${distinct === 1 ? "value" : "values"}`;
  return { kind: isCategory ? "category" : "text", reason };
}

function booleanPair(values: readonly string[]): string | undefined {
  if (values.length > 2) return undefined;
  const lower = new Set(values.map((value) => value.toLowerCase()));
  const pair = booleans.find((words) => [...lower].every((value) => words.includes(value)));
  return pair?.join(" or ");
}

/** A column that is numbers but for a few cells is rather a column with mistakes than one of text. */
function mostlyNumbers(column: Column, strange: string): string | undefined {
  const numbers = column.cells.reduce((sum, cell) => sum + (parseNumber(cell) === undefined ? 0 : 1), 0);
  if (numbers * 2 < column.cells.length) return undefined;
  return `${numbers} numbers, but ${quote(strange)} is none`;
}
