// Lines: the elements along one axis, which softmax and argmax look at together.
import {
  type NdArray,
  normalizeAxis,
  type Random,
  type Sample,
  type Shape,
  type Spec,
  sizeOf,
} from "../tensor/index.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { operandAt } from "./operandAt.ts";
import { distinctArray, floatArray } from "./samples.ts";

/** Options of operations along one axis. */
export interface AxisOptions {
  /** Default -1, the last axis. */
  readonly axis?: number;
}

/** Attributes of operations along one axis. */
export type AxisAttributes = { readonly axis: number };

/** The places in a row-major array of the elements of each line along an axis, in order of the other axes. */
export function linesOf(shape: Shape, axis: number): number[][] {
  const [length, stride] = [shape[axis] ?? 1, sizeOf(shape.slice(axis + 1))];
  return Array.from({ length: sizeOf(shape.slice(0, axis)) * stride }, (_, line) => {
    const offset = Math.floor(line / stride) * length * stride + (line % stride);
    return Array.from({ length }, (_, index) => offset + index * stride);
  });
}

/** An array of the same shape whose lines along an axis are computed each from the one in `x`. */
export function mapLines(
  x: NdArray,
  axis: number,
  compute: (line: readonly number[]) => readonly number[],
): Float64Array {
  const result = new Float64Array(x.size);
  for (const places of linesOf(x.shape, axis)) {
    const values = compute(places.map((place) => x.data[place] ?? Number.NaN));
    places.forEach((place, index) => {
      result[place] = values[index] ?? Number.NaN;
    });
  }
  return result;
}

/** The shape rule of operations that map the lines of floats to lines. */
export function axisInfer(operation: string): (inputs: readonly Spec[], attributes: AxisAttributes) => Spec {
  return (inputs, { axis }) => {
    checkDtypes(operation, ["x"], inputs, ["float"]);
    const { shape } = operandAt(inputs, 0);
    normalizeAxis(axis, shape.length);
    return { shape, dtype: "float" };
  };
}

/** Samples for operations along one axis. */
export function axisSamples(random: Random): readonly Sample[] {
  const cases: readonly [string, Shape, number][] = [
    ["rows", [4, 3], 1],
    ["columns", [4, 3], 0],
    ["middle axis", [5, 3, 7], 1],
    ["one element", [3, 1], 1],
    ["empty lines", [3, 0], 1],
    ["no lines", [0, 3], 1],
    ["odd sizes", [5, 13], 1],
    ["large", [67, 129], 1],
  ];
  const extreme = [1000, -1000, 0, 0, 0, 0, -80, 80, 79, 3e4, 3e4, -3e4];
  return [
    ...cases.map(([title, shape, axis]) => ({ title, inputs: [distinctArray(random, shape)], attributes: { axis } })),
    { title: "far apart", inputs: [floatArray(extreme, [4, 3])], attributes: { axis: 1 }, differentiable: false },
  ];
}
