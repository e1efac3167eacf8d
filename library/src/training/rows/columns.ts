// Columns: the names that the numbers of a row have where rows are objects, remembered so that their order stays.
import { type ArrayInput, isObjectRows, type ObjectRows, objectRowsToNdArray } from "../../data/index.ts";
import { describeValue } from "../../nn/index.ts";
import { ConfigError, DataError, type NdArray } from "../../tensor/index.ts";
import type { ModelCore } from "../modelCore.ts";
import { type DataInput, type FeatureInput, isNamed } from "./rows.ts";

/** The names of columns in their order, for each input whose rows were objects. */
export type Columns = Readonly<Record<string, readonly string[]>>;

/** Whose rows are prepared. */
export interface ColumnsContext {
  /** Names of the model's inputs. */
  readonly inputNames: readonly string[];
  /** What is known so far. */
  readonly columns: Columns;
  /** Whether columns that are not known yet are taken from the first row. */
  readonly learns: boolean;
  /** What the rows are called in messages. */
  readonly name: string;
}

/** Features without objects, and the columns that are known then. */
export interface Features {
  readonly x: DataInput;
  readonly columns: Columns;
}

function unknownColumns(input: string, name: string): DataError {
  return new DataError("the model does not know the order of the columns", {
    where: name,
    got: "rows of objects",
    expected: "lists of numbers, as the model was trained on",
    fix: `Set model.columns = { ${input}: ["...", "..."] }, in the order of the numbers in a row`,
  });
}

/** An array, and the columns of its rows. */
interface NamedRows {
  readonly array: NdArray;
  readonly columns: readonly string[];
}

/** Rows of one input as an array. */
function arrayOf(rows: ObjectRows, input: string, { columns, learns, name }: ColumnsContext): NamedRows {
  const known = Object.hasOwn(columns, input) ? columns[input] : undefined;
  if (known === undefined && !learns) throw unknownColumns(input, name);
  const found = objectRowsToNdArray(rows, { name, ...(known === undefined ? {} : { columns: known }) });
  if (found.columns.length > 0) return found;
  throw new DataError("row 0 has no columns", { where: name, expected: "an object such as { age: 31 }" });
}

/** Arrays by the names of inputs, in the place of rows of objects. */
function namedArrays(values: Readonly<Record<string, ArrayInput | ObjectRows>>, context: ColumnsContext): Features {
  const arrays: Record<string, ArrayInput> = {};
  const columns: Record<string, readonly string[]> = { ...context.columns };
  for (const [input, value] of Object.entries(values)) {
    if (!isObjectRows(value)) {
      arrays[input] = value;
      continue;
    }
    const found = arrayOf(value, input, { ...context, name: `${context.name}.${input}` });
    arrays[input] = found.array;
    columns[input] = found.columns;
  }
  return { x: arrays, columns };
}

/** @throws {DataError} for one row in the place of many. */
function checkRows(value: object, name: string): void {
  const isRow = Object.values(value).some((item: unknown) => typeof item === "number" || typeof item === "boolean");
  if (!isRow) return;
  throw new DataError("is one row alone", { where: name, got: "an object", expected: "a list of rows: [{ ... }]" });
}

/**
 * Features with arrays in the place of rows of objects, their columns in the order that the model knows.
 *
 * @throws {DataError} naming row and column where rows differ from each other or from what the model knows.
 */
export function withoutObjects(value: FeatureInput, context: ColumnsContext): Features {
  const { inputNames, columns, name } = context;
  if (isObjectRows(value)) {
    const [only] = inputNames;
    if (only === undefined || inputNames.length > 1) {
      const expected = `an object with ${inputNames.join(", ")}`;
      throw new DataError("the model takes several arrays", { where: name, got: "one list of rows", expected });
    }
    const found = arrayOf(value, only, context);
    return { x: found.array, columns: { ...columns, [only]: found.columns } };
  }
  if (!isNamed(value, inputNames)) return { x: value, columns };
  checkRows(value, name);
  return namedArrays(value, context);
}

/**
 * Checks names of columns that somebody states.
 *
 * @param sizes how many numbers a row of each input has, where that is known.
 * @throws {ConfigError} for an input that there is not, and for names that are no distinct texts, one for each number.
 */
function checkedColumns(columns: Columns, sizes: ReadonlyMap<string, number | undefined>): Columns {
  for (const [input, names] of Object.entries(columns)) {
    const where = `columns.${input}`;
    if (!sizes.has(input)) {
      throw new ConfigError(where, { got: "names", expected: `the names of inputs: ${[...sizes.keys()].join(", ")}` });
    }
    const isList = Array.isArray(names) && names.every((name: unknown) => typeof name === "string");
    if (!isList || new Set(names).size !== names.length || names.length === 0) {
      throw new ConfigError(where, { got: describeValue(names), expected: "a list of texts, all of them different" });
    }
    const size = sizes.get(input);
    if (size === undefined || size === names.length) continue;
    throw new ConfigError(where, { got: `${names.length} names`, expected: `${size}, one for each number of a row` });
  }
  return columns;
}

/** States the names of a model's columns. @throws {ConfigError} for names that do not fit its inputs. */
export function setColumns(core: ModelCore, columns: Columns): void {
  const sizeOf = (position: number): number | undefined => core.state?.network.inputs[position]?.shape.at(-1);
  const sizes = new Map(core.architecture.inputNames.map((name, position) => [name, sizeOf(position)]));
  core.columns = checkedColumns(columns, sizes);
}
