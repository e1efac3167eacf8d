// Host arrays: numbers in memory with a shape, row-major.
import { ShapeError } from "./errors.ts";
import { formatShape, type Shape, sizeOf } from "./spec.ts";

/** The memory of a host array. Float64Array on the reference backend, Float32Array elsewhere, Int32Array for indices. */
export type ArrayData = Float32Array | Float64Array | Int32Array;

/** Numbers nested as deep as the array has axes. */
export type NestedNumbers = number | readonly NestedNumbers[];

/**
 * Numbers with a shape, row-major. Immutable by convention: nothing in the library writes into an array that it has
 * handed out.
 *
 * @example
 * ```ts
 * import { NdArray } from "chainrule";
 * const x = new NdArray(new Float32Array([1, 2, 3, 4, 5, 6]), [2, 3]);
 * console.log(x.at(1, 2), x.toNested()); // 6 [[1, 2, 3], [4, 5, 6]]
 * ```
 */
export class NdArray {
  readonly data: ArrayData;
  readonly shape: Shape;

  /** @throws {ShapeError} when the number of values is not the product of the sizes. */
  constructor(data: ArrayData, shape: Shape) {
    if (data.length !== sizeOf(shape)) {
      throw new ShapeError("the number of values does not fit the shape", {
        got: `${data.length} values`,
        expected: `${sizeOf(shape)} for shape ${formatShape(shape)}`,
      });
    }
    this.data = data;
    this.shape = shape;
  }

  /** Number of elements. */
  get size(): number {
    return this.data.length;
  }

  /**
   * The element at a position, one index per axis.
   *
   * @throws {ShapeError} when an index is missing or outside of its axis.
   */
  at(...position: readonly number[]): number {
    let offset = 0;
    this.shape.forEach((size, axis) => {
      const index = position[axis];
      if (index === undefined || !Number.isInteger(index) || index < 0 || index >= size) {
        throw new ShapeError("position is outside of the array", {
          got: `[${position.join(",")}]`,
          expected: `${this.shape.length} indices inside ${formatShape(this.shape)}`,
        });
      }
      offset = offset * size + index;
    });
    return this.data[offset] ?? Number.NaN;
  }

  /** The same numbers as nested JavaScript arrays; a plain number for a scalar. */
  toNested(): NestedNumbers {
    const nest = (axis: number, offset: number): NestedNumbers => {
      const size = this.shape[axis];
      if (size === undefined) return this.data[offset] ?? Number.NaN;
      const step = sizeOf(this.shape.slice(axis + 1));
      return Array.from({ length: size }, (_, index) => nest(axis + 1, offset + index * step));
    };
    return nest(0, 0);
  }

  /** The rows `start` to `end` (exclusive) along the first axis, sharing memory with this array. */
  rows(start: number, end: number): NdArray {
    const step = sizeOf(this.shape.slice(1));
    return new NdArray(this.data.subarray(start * step, end * step), [end - start, ...this.shape.slice(1)]);
  }
}
