// toNdArray: numbers in any common form as an array with a shape; what is no number is refused, with its row.
import { type ArrayData, DataError, formatShape, NdArray, type Shape, sizeOf } from "../tensor/index.ts";

/** The typed arrays that hold ordinary numbers. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** Numbers nested as deep as there are axes; the innermost level may be typed arrays. */
export type NestedArray = number | NumberArray | NestedList;

/** A list of numbers, of lists or of typed arrays. An interface, so that the type is not expanded without end. */
export interface NestedList extends ReadonlyArray<NestedArray> {}

/** Numbers in row-major order with the sizes of their axes. */
export interface ShapedArray {
  readonly data: NumberArray;
  readonly shape: Shape;
}

/** What is taken wherever data are expected. */
export type ArrayInput = NdArray | ShapedArray | NumberArray | NestedList;

/** Options of {@link toNdArray}. */
export interface ToNdArrayOptions {
  /** The shape of a flat or typed array; nested arrays have theirs. */
  readonly shape?: Shape;
  /** What the numbers are, for messages: `x`, `validation y`. */
  readonly name?: string;
}

function isNumberArray(value: unknown): value is NumberArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView || value instanceof BigInt64Array || value instanceof BigUint64Array)
  );
}

/** Whether something is numbers with a shape. */
export function isShapedArray(value: unknown): value is ShapedArray {
  if (typeof value !== "object" || value === null || !("data" in value && "shape" in value)) return false;
  return isNumberArray(value.data) && Array.isArray(value.shape);
}

/** A value that is no number, as a message shows it. */
export function showData(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === "bigint") return `${value}n, a bigint`;
  if (typeof value === "symbol" || typeof value === "function") return `a ${typeof value}`;
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Date) return "a date";
  return ArrayBuffer.isView(value) ? `a ${value.constructor.name}` : "an object";
}

/** `row 3, column 1` for a position, `row 3, position 1, 2` deeper inside. */
export function describePosition(position: readonly number[]): string {
  const [row, ...inner] = position;
  if (row === undefined) return "the value";
  if (inner.length === 0) return `row ${row}`;
  return inner.length === 1 ? `row ${row}, column ${inner[0]}` : `row ${row}, position ${inner.join(", ")}`;
}

/** Shape by the first element of each level, which all others must agree with. */
function shapeOf(value: unknown): number[] {
  if (isNumberArray(value)) return [value.length];
  if (!Array.isArray(value)) return [];
  return [value.length, ...(value.length === 0 ? [] : shapeOf(value[0]))];
}

class Collector {
  readonly data: Float64Array;
  private readonly shape: Shape;
  private readonly name: string;
  private filled = 0;

  constructor(shape: Shape, name: string) {
    this.data = new Float64Array(sizeOf(shape));
    this.shape = shape;
    this.name = name;
  }

  private fail(what: string, got: string, expected: string): never {
    throw new DataError(what, { where: this.name, got, expected });
  }

  collect(value: unknown, position: readonly number[]): void {
    const axis = position.length;
    const size = this.shape[axis] ?? 0;
    if (!Array.isArray(value) && !isNumberArray(value)) {
      this.fail(describePosition(position), showData(value), `a list of ${size}`);
    }
    if (value.length !== size) {
      const noun = size === 1 ? "value" : "values";
      this.fail(`${describePosition(position)} has another length`, `${value.length}`, `${size} ${noun} as in row 0`);
    }
    if (axis === this.shape.length - 1) {
      this.collectNumbers(value, position);
      this.filled += size;
    } else {
      for (let index = 0; index < size; index += 1) this.collect(value[index], [...position, index]);
    }
  }

  /** The innermost level, where most of the time is spent. */
  private collectNumbers(values: ArrayLike<unknown>, position: readonly number[]): void {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (typeof value !== "number") this.fail(describePosition([...position, index]), showData(value), "a number");
      this.data[this.filled + index] = value;
    }
  }
}

function memoryOf(values: NumberArray): ArrayData {
  if (values instanceof Float32Array || values instanceof Float64Array || values instanceof Int32Array) return values;
  return values instanceof Uint32Array ? Float64Array.from(values) : Int32Array.from(values);
}

function shaped(data: ArrayData, shape: Shape, name: string): NdArray {
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new DataError("the shape is wrong", {
      where: name,
      got: formatShape(shape),
      expected: "whole numbers, none of them negative",
    });
  }
  if (sizeOf(shape) !== data.length) {
    throw new DataError("the number of values does not fit the shape", {
      where: name,
      got: `${data.length} values`,
      expected: `${sizeOf(shape)} for ${formatShape(shape)}`,
    });
  }
  return new NdArray(data, shape);
}

function noData(value: unknown, where: string): DataError {
  const isBig = value instanceof BigInt64Array || value instanceof BigUint64Array;
  return new DataError("is no data", {
    where,
    got: showData(value),
    expected: "an NdArray, a typed array or lists",
    fix: isBig ? "Convert it with Float64Array.from(values, Number)" : undefined,
  });
}

/**
 * Numbers as an array with a shape. Typed arrays and arrays are not copied where their memory can be used as it is.
 *
 * @throws {DataError} naming the row, for ragged rows and for what is no number. NaN and infinite numbers pass: see
 * {@link checkFinite}.
 *
 * @example
 * ```ts
 * import { toNdArray } from "chainrule";
 * console.log(toNdArray([[1, 2], [3, 4]]).shape); // [2, 2]
 * ```
 */
export function toNdArray(value: ArrayInput, { shape, name = "data" }: ToNdArrayOptions = {}): NdArray {
  if (value instanceof NdArray) return shape === undefined ? value : shaped(value.data, shape, name);
  if (isNumberArray(value)) return shaped(memoryOf(value), shape ?? [value.length], name);
  if (isShapedArray(value)) return shaped(memoryOf(value.data), shape ?? value.shape, name);
  if (!Array.isArray(value)) throw noData(value, name);
  const own = shapeOf(value);
  const collector = new Collector(own, name);
  collector.collect(value, []);
  return shaped(collector.data, shape ?? own, name);
}

/**
 * Checks that there is something to compute with.
 *
 * @throws {DataError} when there are no rows, or naming the first row with NaN or an infinite number.
 */
export function checkFinite(array: NdArray, name: string): void {
  if (array.shape.length === 0 || array.size === 0) {
    throw new DataError("is empty", {
      where: name,
      got: `shape ${formatShape(array.shape)}`,
      expected: "at least one row",
    });
  }
  const { data } = array;
  if (data instanceof Int32Array) return;
  for (let index = 0; index < data.length; index += 1) {
    // x - x is NaN for NaN and both infinities, and 0 for every other number.
    if ((data[index] ?? 0) - (data[index] ?? 0) === 0) continue;
    const rowSize = data.length / (array.shape[0] ?? 1);
    const inside = array.shape.length === 1 ? [] : [index % rowSize];
    throw new DataError(describePosition([Math.floor(index / rowSize), ...inside]), {
      where: name,
      got: String(data[index]),
      expected: "a finite number",
      fix: "Remove the row, or replace the value before training",
    });
  }
}
