// Numbers of rows: one or several columns, and the weights of rows, every value checked.
import { type ArrayInput, checkFinite, toNdArray } from "../../../data/index.ts";
import { type ArrayData, DataError, formatShape } from "../../../tensor/index.ts";

/** Numbers in rows and columns, row-major. */
export interface Columns {
  readonly data: ArrayData;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Numbers of shape [rows] or [rows, columns].
 *
 * @throws {DataError} for other shapes, for no rows, and naming the row of what is no finite number.
 */
export function readColumns(input: ArrayInput, name: string): Columns {
  const array = toNdArray(input, { name });
  const [rows = 0, columns = 1, ...rest] = array.shape;
  if (array.shape.length === 0 || rest.length > 0) {
    throw new DataError("is neither one number nor one list of numbers for each row", {
      where: name,
      got: `shape ${formatShape(array.shape)}`,
      expected: "[rows] or [rows,columns]",
    });
  }
  checkFinite(array, name);
  return { data: array.data, rows, columns };
}

/**
 * Numbers of shape [rows] or [rows, 1].
 *
 * @throws {DataError} as {@link readColumns} does, and for several columns.
 */
export function readColumn(input: ArrayInput, name: string): ArrayData {
  const { data, rows, columns } = readColumns(input, name);
  if (columns === 1) return data;
  throw new DataError("has several columns", {
    where: name,
    got: `shape ${formatShape([rows, columns])}`,
    expected: `one number for each row, [${rows}] or [${rows},1]`,
  });
}

/** One of several columns, copied. */
export function columnAt({ data, rows, columns }: Columns, column: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) values[row] = data[row * columns + column] ?? 0;
  return values;
}

/** @throws {DataError} when two inputs have different numbers of rows. */
export function checkSameRows(first: readonly [name: string, rows: number], second: readonly [string, number]): void {
  if (first[1] === second[1]) return;
  throw new DataError(`${first[0]} and ${second[0]} have different numbers of rows`, {
    got: `${first[1]} and ${second[1]}`,
  });
}

/**
 * The weights of rows, or undefined where all rows count the same.
 *
 * @throws {DataError} naming the row of a weight that is negative or not finite; when there are more or fewer weights
 * than rows; when all are zero.
 */
export function readWeights(sampleWeight: ArrayInput | undefined, rows: number): Float64Array | undefined {
  if (sampleWeight === undefined) return undefined;
  const weights = Float64Array.from(readColumn(sampleWeight, "sampleWeight"));
  checkSameRows(["yTrue", rows], ["sampleWeight", weights.length]);
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative >= 0) {
    throw new DataError(`row ${negative}`, {
      where: "sampleWeight",
      got: String(weights[negative]),
      expected: "a weight of at least 0",
    });
  }
  if (weights.every((weight) => weight === 0)) {
    throw new DataError("leaves nothing to judge", {
      where: "sampleWeight",
      got: "only zeros",
      expected: "at least one weight above 0",
    });
  }
  return weights;
}
