// Rows of data as a model takes them, every value checked.
import {
  type ArrayInput,
  checkFinite,
  isObjectRows,
  isShapedArray,
  type ObjectRows,
  toNdArray,
} from "../../data/index.ts";
import { type ClassWeight, type Network, type NetworkInput, suggestName } from "../../nn/index.ts";
import { DataError, formatShape, NdArray, type Shape, sameShape } from "../../tensor/index.ts";
import { featureParts } from "../features.ts";
import { outputShapes, type RowForms } from "../programs/index.ts";
import type { TrainingConfig } from "../trainingConfig.ts";
import { type PreparedTargets, prepareTargets } from "./targets.ts";

/** One array, or several by the names of the model's inputs or outputs. */
export type DataInput = ArrayInput | Readonly<Record<string, ArrayInput>>;

/** The same, with rows of objects in the place of arrays. */
export type FeatureInput = ArrayInput | ObjectRows | Readonly<Record<string, ArrayInput | ObjectRows>>;

type IsSeveral<Name, All = Name> = Name extends unknown ? ([All] extends [Name] ? never : true) : never;

/**
 * Data for a model whose inputs or outputs have these names: with several, a record of arrays; with one, or where the
 * names are not known, one array will do.
 */
export type DataFor<Names extends string> = string extends Names
  ? DataInput
  : [IsSeveral<Names>] extends [never]
    ? ArrayInput | { readonly [Name in Names]?: ArrayInput }
    : { readonly [Name in Names]: ArrayInput };

/** Features for a model whose inputs have these names: what {@link DataFor} says, or rows of objects. */
export type FeaturesFor<Names extends string> = string extends Names
  ? FeatureInput
  : [IsSeveral<Names>] extends [never]
    ? ArrayInput | ObjectRows | { readonly [Name in Names]?: ArrayInput | ObjectRows }
    : { readonly [Name in Names]: ArrayInput | ObjectRows };

/** Features and targets, in whatever form. */
export interface RowsInput {
  readonly x: FeatureInput;
  readonly y: DataInput;
  /** How much each row counts in the loss: one number for each row. Default 1. */
  readonly sampleWeight?: DataInput | undefined;
}

/** Features and targets as arrays. */
export interface ArrayRows extends RowsInput {
  readonly x: DataInput;
}

/** Features and targets in the form that programs take. */
export interface PreparedRows {
  /** One for each input. */
  readonly x: readonly NdArray[];
  /** One for each output. */
  readonly y: readonly PreparedTargets[];
  /** How much each row counts, for each output; undefined where all count the same. */
  readonly weights: readonly (NdArray | undefined)[];
  readonly rows: number;
}

/** The shape of one row of `x`: a list of numbers counts as rows of one number. */
export function rowShape(x: NdArray): Shape {
  return x.shape.length === 1 ? [1] : x.shape.slice(1);
}

/**
 * Whether something holds arrays by these names, and is not one array. Data with a shape are one array, unless the names
 * are just these.
 */
export function isNamed<T>(
  value: ArrayInput | Readonly<Record<string, T>>,
  names: readonly string[],
): value is Readonly<Record<string, T>> {
  if (typeof value !== "object" || value === null || value instanceof NdArray) return false;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return !isShapedArray(value) || (names.includes("data") && names.includes("shape"));
}

/** @throws {DataError} for names that there are not, and for those that are missing. */
export function checkNames(given: readonly string[], names: readonly string[], name: string): void {
  const what = names.length === 1 ? "one array" : `arrays by name: ${names.join(", ")}`;
  for (const key of given) {
    if (names.includes(key)) continue;
    throw new DataError(`there is no "${key}" in the model`, {
      where: name,
      expected: what,
      fix: suggestName(key, names),
    });
  }
  const missing = names.find((key) => !given.includes(key));
  if (missing !== undefined) throw new DataError(`"${missing}" is missing`, { where: name, expected: what });
}

/**
 * The arrays for names, in their order: one array where there is one name, else a record.
 *
 * @throws {DataError} when a name is missing or unknown.
 */
export function arraysFor(
  names: readonly string[],
  value: DataInput,
  name: string,
): [array: ArrayInput, name: string][] {
  if (isNamed(value, names)) {
    const given = Object.keys(value).filter((key) => value[key] !== undefined);
    checkNames(given, names, name);
    return names.flatMap((key) => {
      const array = value[key];
      return array === undefined ? [] : [[array, names.length === 1 ? name : `${name}.${key}`]];
    });
  }
  if (names.length === 1) return [[value, name]];
  throw new DataError("the model takes several arrays", {
    where: name,
    got: "one array",
    expected: `an object with ${names.join(", ")}`,
  });
}

function checkClasses(x: NdArray, { classes = Infinity }: NetworkInput, name: string): void {
  const wrong = x.data.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < classes));
  if (wrong < 0) return;
  const rowSize = x.size / (x.shape[0] ?? 1);
  const column = rowSize === 1 ? "" : `, column ${wrong % rowSize}`;
  throw new DataError(`row ${Math.floor(wrong / rowSize)}${column}`, {
    where: name,
    got: String(x.data[wrong]),
    expected: classes === Infinity ? "a whole number from 0" : `a whole number from 0 to ${classes - 1}`,
  });
}

function prepareInput(entry: NetworkInput, input: ArrayInput, name: string): NdArray {
  const x = toNdArray(input, { name });
  checkFinite(x, name);
  const given = entry.shape.length === 0 ? x.shape.slice(1) : rowShape(x);
  if (!sameShape(given, entry.shape)) {
    const isOneRow = sameShape(x.shape, entry.shape);
    throw new DataError("rows do not fit the model", {
      where: name,
      got: `shape ${formatShape(x.shape)}`,
      expected: formatShape([isOneRow ? 1 : (x.shape[0] ?? 0), ...entry.shape]),
      fix: isOneRow ? "Write a single row as a list of one: [row]" : undefined,
    });
  }
  if (entry.dtype === "int32") checkClasses(x, entry, name);
  return new NdArray(x.data, [x.shape[0] ?? 0, ...entry.shape]);
}

/** The number of rows that arrays have in common. @throws {DataError} when they differ. */
export function checkRowCounts(arrays: readonly (readonly [name: string, rows: number])[]): number {
  const [first = ["x", 0] as const] = arrays;
  for (const [name, rows] of arrays) {
    if (rows === first[1]) continue;
    throw new DataError(`${first[0]} and ${name} have different numbers of rows`, { got: `${first[1]} and ${rows}` });
  }
  return first[1];
}

/**
 * Features as the network takes them, one array for each input.
 *
 * @throws {DataError} when rows have another shape than the network's input, there are none, or a value is not finite.
 */
export function prepareFeatures(network: Network, value: DataInput, name: string): NdArray[] {
  const names = network.inputs.map((entry) => entry.name);
  const given = arraysFor(names, value, name);
  const arrays = network.inputs.flatMap((entry, position) => {
    const found = given[position];
    return found === undefined ? [] : [prepareInput(entry, ...found)];
  });
  checkRowCounts(arrays.map((array, position) => [given[position]?.[1] ?? name, array.shape[0] ?? 0]));
  return arrays;
}

/** The same rows, which also count by their classes: those of these rows, where the weights are to balance them. */
export function weightedByClass(rows: PreparedRows, classWeight: ClassWeight | undefined): PreparedRows {
  if (classWeight === undefined) return rows;
  const { timesClassWeights } = featureParts("rowWeights", "classWeight");
  return { ...rows, weights: rows.y.map((y, output) => timesClassWeights(rows.weights[output], classWeight, y)) };
}

/** Whether features are arrays alone: no rows of objects, and no one row in their place. */
export function isArrays(value: FeatureInput, names: readonly string[]): value is DataInput {
  if (isObjectRows(value)) return false;
  const isArray = (item: unknown): boolean =>
    !isObjectRows(item) && typeof item !== "number" && typeof item !== "boolean";
  return !isNamed(value, names) || Object.values(value).every(isArray);
}

/** The weights of rows for each output, where there are some. */
function weightsOf(
  { sampleWeight }: ArrayRows,
  names: readonly string[],
  rows: number,
  prefix: string,
): readonly (NdArray | undefined)[] {
  if (sampleWeight === undefined) return names.map(() => undefined);
  return featureParts("rowWeights", `${prefix}sampleWeight`).prepareWeights(sampleWeight, names, rows, prefix);
}

/** Refuses weights of rows that cannot be taken, before anything has been made of the rows. */
export function checkWeights(
  { sampleWeight }: { readonly sampleWeight?: DataInput | undefined },
  { prefix = "", classWeight }: RowsContext,
): void {
  if (sampleWeight !== undefined) featureParts("rowWeights", `${prefix}sampleWeight`);
  if (classWeight !== undefined) featureParts("rowWeights", "classWeight");
}

/** What rows are called in messages, and what else is known of them. */
export interface RowsContext {
  readonly prefix?: string;
  readonly classWeight?: ClassWeight | undefined;
}

/**
 * Features, targets and weights as network and losses take them.
 *
 * @throws {DataError} when anything does not fit, naming the row where one value is wrong.
 */
export function prepareRows(
  network: Network,
  config: TrainingConfig,
  input: ArrayRows,
  { prefix = "", classWeight }: RowsContext = {},
): PreparedRows {
  const x = prepareFeatures(network, input.x, `${prefix}x`);
  const names = network.outputs.map(({ name }) => name);
  const shapes = outputShapes(network);
  const targets = arraysFor(names, input.y, `${prefix}y`).map(([array, name], position) => {
    const y = toNdArray(array, { name });
    checkFinite(y, name);
    checkRowCounts([
      [`${prefix}x`, x[0]?.shape[0] ?? 0],
      [name, y.shape[0] ?? 0],
    ]);
    return prepareTargets(y, config.outputs[position]?.loss.targets(shapes[position] ?? []) ?? [], name);
  });
  const rows = x[0]?.shape[0] ?? 0;
  const prepared: PreparedRows = {
    x,
    y: targets,
    weights: weightsOf(input, names, rows, prefix),
    rows,
  };
  return weightedByClass(prepared, classWeight);
}

/** The forms of targets and weights. */
export function formsOf({ y, weights }: PreparedRows): RowForms {
  return { targets: y.map(({ form }) => form), weights: weights.map((weight) => weight?.shape.slice(1)) };
}

/** Some of the rows, from `start` to `end`, sharing memory. */
export function sliceRows({ x, y, weights }: PreparedRows, start: number, end: number): PreparedRows {
  return {
    x: x.map((array) => array.rows(start, end)),
    y: y.map(({ form, data }) => ({ form, data: data.rows(start, end) })),
    weights: weights.map((weight) => weight?.rows(start, end)),
    rows: end - start,
  };
}
