// trainTestSplit: rows held back, to measure a model on what it has not seen.
import { ConfigError, DataError, type NdArray, Random } from "../tensor/index.ts";
import { takeRows } from "./takeRows.ts";
import { type ArrayInput, toNdArray } from "./toNdArray.ts";

/** Separates splitting from other uses of random numbers under the same seed, such as shuffling. */
const splitStream = 2;

/** Features and targets, row by row. */
export interface Rows {
  readonly x: NdArray;
  readonly y: NdArray;
}

/** Options of {@link trainTestSplit}. */
export interface SplitOptions {
  /** Share of the rows that are held back, or their number where it is 1 or more. Default 0.25. */
  readonly testSize?: number;
  /** A whole number from 0 to 2^32 - 1; the same seed gives the same split. Default: drawn at random. */
  readonly seed?: number;
  /** Whether both parts have the same share of each target value. Default false. */
  readonly stratify?: boolean;
}

/** The two parts of a split. */
export interface Split {
  readonly train: Rows;
  readonly test: Rows;
  /** Rows of the whole in the training part, in their new order. */
  readonly trainIndices: Int32Array;
  readonly testIndices: Int32Array;
  /** The seed that gives this split again. */
  readonly seed: number;
}

function testRows(rows: number, testSize: number): number {
  const isShare = testSize > 0 && testSize < 1;
  const isCount = Number.isInteger(testSize) && testSize >= 1;
  const count = isShare ? Math.ceil(rows * testSize) : testSize;
  if ((!isShare && !isCount) || count >= rows) {
    throw new ConfigError("testSize", {
      where: "trainTestSplit",
      got: String(testSize),
      expected: `a share between 0 and 1, or a number of rows less than ${rows}`,
    });
  }
  return count;
}

/** Rows by target value, each list in random order. */
function groupByTarget(y: NdArray, random: Random): Map<number, number[]> {
  if (y.size !== y.shape[0]) {
    throw new DataError("stratify needs one target value for each row", {
      got: `y of shape [${y.shape.join(",")}]`,
      fix: "Pass labels instead of one-hot rows",
    });
  }
  const groups = new Map<number, number[]>();
  for (const row of random.permutation(y.size)) {
    const value = y.data[row] ?? 0;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return groups;
}

/** How many rows of each group are held back: its share rounded down, then the largest remainders one more. */
function shares(groups: ReadonlyMap<number, readonly number[]>, held: number, rows: number): Map<number, number> {
  const exact = [...groups].map(([value, { length }]) => ({ value, length, share: (length * held) / rows }));
  const counts = new Map(exact.map(({ value, share }) => [value, Math.floor(share)]));
  let left = held - [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (const { value, length, share } of exact.sort((a, b) => (b.share % 1) - (a.share % 1))) {
    if (length < 2) {
      throw new DataError("stratify needs at least two rows of each target value", { got: `one row with ${value}` });
    }
    if (left > 0) counts.set(value, Math.floor(share) + 1);
    left -= 1;
  }
  return counts;
}

function stratified(y: NdArray, held: number, random: Random): { test: number[]; train: number[] } {
  const groups = groupByTarget(y, random);
  const counts = shares(groups, held, y.size);
  const test: number[] = [];
  const train: number[] = [];
  for (const [value, rows] of groups) {
    const count = counts.get(value) ?? 0;
    test.push(...rows.slice(0, count));
    train.push(...rows.slice(count));
  }
  const mixed = (rows: readonly number[]): number[] =>
    Array.from(random.permutation(rows.length), (at) => rows[at] ?? 0);
  return { test: mixed(test), train: mixed(train) };
}

/**
 * Splits rows at random into a training part and a test part.
 *
 * @throws {ConfigError} when `testSize` leaves one part empty.
 * @throws {DataError} when x and y have different numbers of rows.
 *
 * @example
 * ```ts
 * import { trainTestSplit } from "chainrule";
 * const { train, test } = trainTestSplit({ x: [[1], [2], [3], [4]], y: [0, 1, 0, 1] }, { testSize: 0.25, seed: 1 });
 * console.log(train.x.shape, test.x.shape); // [3, 1] [1, 1]
 * ```
 */
export function trainTestSplit(
  data: { readonly x: ArrayInput; readonly y: ArrayInput },
  { testSize = 0.25, seed = Math.floor(Math.random() * 2 ** 32), stratify = false }: SplitOptions = {},
): Split {
  const x = toNdArray(data.x, { name: "x" });
  const y = toNdArray(data.y, { name: "y" });
  const rows = x.shape[0] ?? 0;
  if (rows !== y.shape[0]) {
    throw new DataError("x and y have different numbers of rows", { got: `${rows} and ${y.shape[0] ?? 0}` });
  }
  const held = testRows(rows, testSize);
  const random = new Random(seed, splitStream);
  const order = stratify ? undefined : random.permutation(rows);
  const parts =
    order === undefined ? stratified(y, held, random) : { test: order.slice(0, held), train: order.slice(held) };
  const trainIndices = Int32Array.from(parts.train);
  const testIndices = Int32Array.from(parts.test);
  return {
    train: { x: takeRows(x, trainIndices), y: takeRows(y, trainIndices) },
    test: { x: takeRows(x, testIndices), y: takeRows(y, testIndices) },
    trainIndices,
    testIndices,
    seed,
  };
}
