// Rows of data as a model takes them, every value checked.
import { type ArrayInput, checkFinite, toNdArray } from "../data/index.ts";
import type { Network } from "../nn/index.ts";
import { DataError, formatShape, NdArray, type Shape, sameShape } from "../tensor/index.ts";
import { outputShapeOf } from "./programs/index.ts";
import { type PreparedTargets, prepareTargets } from "./targets.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** Features and targets, in whatever form. */
export interface RowsInput {
  readonly x: ArrayInput;
  readonly y: ArrayInput;
}

/** Features and targets in the form that programs take. */
export interface PreparedRows {
  readonly x: NdArray;
  readonly y: PreparedTargets;
  readonly rows: number;
}

/** The shape of one row of `x`: a list of numbers counts as rows of one number. */
export function rowShape(x: NdArray): Shape {
  return x.shape.length === 1 ? [1] : x.shape.slice(1);
}

/**
 * Features as the network takes them.
 *
 * @throws {DataError} when rows have another shape than the network's input, there are none, or a value is not finite.
 */
export function prepareFeatures(network: Network, input: ArrayInput, name: string): NdArray {
  const x = toNdArray(input, { name });
  checkFinite(x, name);
  const expected = network.inputs[0]?.shape ?? [];
  if (!sameShape(rowShape(x), expected)) {
    throw new DataError("rows do not fit the model", {
      where: name,
      got: `shape ${formatShape(x.shape)}`,
      expected: formatShape([x.shape[0] ?? 0, ...expected]),
    });
  }
  return new NdArray(x.data, [x.shape[0] ?? 0, ...expected]);
}

/**
 * Features and targets as network and loss take them.
 *
 * @param names what they are called in messages.
 * @throws {DataError} when anything does not fit, naming the row where one value is wrong.
 */
export function prepareRows(
  network: Network,
  config: TrainingConfig,
  input: RowsInput,
  names: { readonly x: string; readonly y: string } = { x: "x", y: "y" },
): PreparedRows {
  const x = prepareFeatures(network, input.x, names.x);
  const y = toNdArray(input.y, { name: names.y });
  checkFinite(y, names.y);
  const rows = x.shape[0] ?? 0;
  if (y.shape[0] !== rows) {
    throw new DataError(`${names.x} and ${names.y} have different numbers of rows`, {
      got: `${rows} and ${y.shape[0] ?? 0}`,
    });
  }
  return { x, y: prepareTargets(y, config.loss.targets(outputShapeOf(network)), names.y), rows };
}

/** Some of the rows, from `start` to `end`, sharing memory. */
export function sliceRows({ x, y }: PreparedRows, start: number, end: number): PreparedRows {
  return { x: x.rows(start, end), y: { form: y.form, data: y.data.rows(start, end) }, rows: end - start };
}
