// The float64 meaning of reductions: one loop over the operand, each element combined into its place in the result.
import { NdArray, type Reducer, type Reference, type Shape, sizeOf, stridesOf } from "../tensor/index.ts";
import { forEachPosition } from "./elementwiseReference.ts";

interface Combination {
  readonly start: number;
  combine(sum: number, x: number): number;
}

// Math.max and Math.min give NaN if either operand is NaN, as the scalar instructions do.
const combinations: Readonly<Record<Reducer, Combination>> = {
  sum: { start: 0, combine: (sum, x) => sum + x },
  mean: { start: 0, combine: (sum, x) => sum + x },
  maximum: { start: Number.NEGATIVE_INFINITY, combine: Math.max },
  minimum: { start: Number.POSITIVE_INFINITY, combine: Math.min },
};

/** Axes that a node reduces, from its attributes. */
export function reducedAxes(axes: unknown): readonly number[] {
  return Array.isArray(axes) ? axes : [];
}

/** The shape with size 1 along the reduced axes. */
export function keptShape(shape: Shape, axes: readonly number[]): number[] {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

/** Calls `visit` for each element, in row-major order, with the place in the result to which it is reduced. */
export function forEachReduced(
  shape: Shape,
  axes: readonly number[],
  visit: (index: number, place: number) => void,
): void {
  const strides = stridesOf(keptShape(shape, axes)).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  forEachPosition(shape, (position, index) => {
    visit(
      index,
      strides.reduce((sum, stride, axis) => sum + stride * (position[axis] ?? 0), 0),
    );
  });
}

/** The reference of a reduction over `attributes.axes`. */
export function reductionReference(reducer: Reducer): Reference {
  const { start, combine } = combinations[reducer];
  return ([array], output, attributes) => {
    const data = new Float64Array(sizeOf(output.shape)).fill(start);
    if (array === undefined) return new NdArray(data, output.shape);
    const axes = reducedAxes(attributes.axes);
    forEachReduced(array.shape, axes, (index, place) => {
      data[place] = combine(data[place] ?? start, array.data[index] ?? Number.NaN);
    });
    const count = sizeOf(axes.map((axis) => array.shape[axis] ?? 1));
    return new NdArray(reducer === "mean" ? data.map((sum) => sum / count) : data, output.shape);
  };
}
