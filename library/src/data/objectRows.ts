// Rows of objects: a number for each named column, brought into the order that a model knows.
import { DataError, NdArray } from "../tensor/index.ts";
import { showData } from "./toNdArray.ts";

/** A row that names its columns; true counts as 1 and false as 0. */
export type ObjectRow = Readonly<Record<string, number | boolean>>;

/** Rows that all have the same columns, each in any order. */
export type ObjectRows = readonly ObjectRow[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** Whether something is a list whose first row is an object. */
export function isObjectRows(value: unknown): value is ObjectRows {
  return Array.isArray(value) && isObject(value[0]) && !(value[0] instanceof NdArray);
}

/** What a row is called in a message, and what messages call the data. */
interface Place {
  readonly row: number;
  readonly name: string;
  readonly columns: readonly string[];
}

function columnError(what: string, { row, name, columns }: Place, fix?: string): DataError {
  return new DataError(`row ${row} ${what}`, { where: name, expected: `the columns ${columns.join(", ")}`, fix });
}

/** @throws {DataError} naming the first column that a row has too few or too many. */
function checkColumns(row: Readonly<Record<string, unknown>>, place: Place): void {
  const { columns } = place;
  const missing = columns.find((column) => !Object.hasOwn(row, column));
  if (missing !== undefined) throw columnError(`has no column "${missing}"`, place);
  const keys = Object.keys(row);
  if (keys.length === columns.length) return;
  const extra = keys.find((key) => !columns.includes(key));
  throw columnError(`has a column "${extra}" of its own`, place, "Leave it out, or give it in every row");
}

function numberOf(value: unknown, column: string, { row, name }: Place): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" && value - value === 0) return value;
  throw new DataError(`row ${row}, column "${column}"`, {
    where: name,
    got: showData(value),
    expected: typeof value === "number" ? "a finite number" : "a number, true or false",
    fix: typeof value === "string" ? "Encode texts as numbers before training" : undefined,
  });
}

/**
 * Rows of objects as an array `[rows, columns]`.
 *
 * @param columns the columns in their order; by default those of the first row, in its order.
 * @throws {DataError} naming row and column, for a column that is missing, one that other rows do not have, and a value
 * that is no finite number.
 *
 * @example
 * ```ts
 * import { objectRowsToNdArray } from "chainrule";
 * const { columns, array } = objectRowsToNdArray([{ age: 31, member: true }, { member: false, age: 45 }]);
 * console.log(columns); // ["age", "member"]
 * console.log(array.toNested()); // [[31, 1], [45, 0]]
 * ```
 */
export function objectRowsToNdArray(
  rows: ObjectRows,
  { columns = Object.keys(rows[0] ?? {}), name = "data" }: { columns?: readonly string[]; name?: string } = {},
): { readonly columns: readonly string[]; readonly array: NdArray } {
  const data = new Float64Array(rows.length * columns.length);
  for (let row = 0; row < rows.length; row += 1) {
    const value: unknown = rows[row];
    const place = { row, name, columns };
    if (!isObject(value)) {
      throw new DataError(`row ${row}`, { where: name, got: showData(value), expected: "an object as in row 0" });
    }
    checkColumns(value, place);
    columns.forEach((column, at) => {
      data[row * columns.length + at] = numberOf(value[column], column, place);
    });
  }
  return { columns, array: new NdArray(data, [rows.length, columns.length]) };
}
