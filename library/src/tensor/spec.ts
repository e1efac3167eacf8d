// Shapes, dtypes and what can be computed from them alone.
import { ShapeError } from "./errors.ts";

/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/**
 * What an element of a graph's value is. `float` is the working precision of the backend that runs the graph:
 * float64 on the reference backend, float32 elsewhere. `int32` holds indices, labels and random state;
 * `bool` is the result of comparisons.
 */
export type Dtype = "float" | "int32" | "bool";

/** What is known of a value before it is computed. */
export interface Spec {
  readonly shape: Shape;
  readonly dtype: Dtype;
}

/** Number of elements: the product of the sizes, 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Distance in elements between neighbours along each axis, for row-major order. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** `[2,3]`, as error messages and printed plans write it. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(",")}]`;
}

/**
 * The shape of an elementwise result, by NumPy's broadcasting rules: shapes are aligned at their last axis, and sizes
 * must agree or be 1.
 *
 * @throws {ShapeError} `cannot broadcast a [2,3] with b [2,4]: dimension 1 is 3 in a and 4 in b`.
 */
export function broadcastShapes(shapes: readonly Shape[], names: readonly string[] = []): Shape {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  const origin = new Array<number>(rank).fill(0);
  shapes.forEach((shape, operand) => {
    shape.forEach((size, axis) => {
      const target = axis + rank - shape.length;
      const current = result[target] ?? 1;
      if (size === current || size === 1) return;
      if (current !== 1) throw broadcastError(shapes, names, [origin[target] ?? 0, operand], target - rank);
      result[target] = size;
      origin[target] = operand;
    });
  });
  return result;
}

function broadcastError(
  shapes: readonly Shape[],
  names: readonly string[],
  [left, right]: readonly [number, number],
  axisFromEnd: number,
): ShapeError {
  const name = (operand: number) => names[operand] ?? `operand ${operand}`;
  const shape = (operand: number) => shapes[operand] ?? [];
  const size = (operand: number) => shape(operand).at(axisFromEnd);
  const axis = (operand: number) => shape(operand).length + axisFromEnd;
  const dimension =
    axis(left) === axis(right) ? `dimension ${axis(left)}` : `dimension ${axisFromEnd} (counted from the end)`;
  return new ShapeError(
    `cannot broadcast ${name(left)} ${formatShape(shape(left))} with ${name(right)} ${formatShape(shape(right))}: ` +
      `${dimension} is ${size(left)} in ${name(left)} and ${size(right)} in ${name(right)}`,
  );
}

/**
 * Axes as non-negative, sorted, distinct numbers; negative ones count from the end, `undefined` means all.
 *
 * @throws {ShapeError} when an axis is outside of the shape or named twice.
 */
export function normalizeAxes(axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  const list = (typeof axes === "number" ? [axes] : axes).map((axis) => normalizeAxis(axis, rank));
  const sorted = [...new Set(list)].sort((a, b) => a - b);
  if (sorted.length !== list.length) throw new ShapeError("an axis is named twice", { got: `axes ${list.join(", ")}` });
  return sorted;
}

/** One axis as a non-negative number; see {@link normalizeAxes}. */
export function normalizeAxis(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || positive < 0 || positive >= rank) {
    throw new ShapeError("axis is outside of the shape", {
      got: `axis ${axis} of a value with ${rank} axes`,
      expected: rank === 0 ? "no axis (the value is a scalar)" : `a whole number from ${-rank} to ${rank - 1}`,
    });
  }
  return positive;
}
