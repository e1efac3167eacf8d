// argmax: the position of the largest element along an axis.
import {
  NdArray,
  normalizeAxis,
  type Random,
  type Sample,
  type Shape,
  ShapeError,
  type Tensor,
} from "../tensor/index.ts";
import { cast } from "./cast.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { equal } from "./equal.ts";
import { iota } from "./iota.ts";
import { type AxisOptions, axisInfer, axisSamples, linesOf } from "./lines.ts";
import { logicalOr } from "./logicalOr.ts";
import { max } from "./max.ts";
import { min } from "./min.ts";
import { notEqual } from "./notEqual.ts";
import { operandAt } from "./operandAt.ts";
import { reducedShape } from "./reduction.ts";
import { floatArray } from "./samples.ts";
import { select } from "./select.ts";

type ArgmaxAttributes = { readonly axis: number; readonly keepDims: boolean };

const raw = defineOp({
  name: "argmax",
  operands: ["x"],
  notation: "argmax {x}",
  infer: (inputs, attributes: ArgmaxAttributes) => {
    const { shape } = axisInfer("argmax")(inputs, attributes);
    if (shape[attributes.axis] === 0) {
      throw new ShapeError(`argmax over axis ${attributes.axis}`, { got: "no elements", expected: "at least one" });
    }
    return { shape: withoutAxis(shape, attributes), dtype: "int32" };
  },
  reference: (inputs, { shape }, { axis }) => {
    const x = operandAt(inputs, 0);
    const positions = linesOf(x.shape, axis).map((places) =>
      positionOfLargest(places.map((place) => x.data[place] ?? Number.NaN)),
    );
    return new NdArray(Int32Array.from(positions), shape);
  },
  // The smallest of the positions at which x is the maximum or NaN; as floats, which are exact up to 2^24.
  decompose: (inputs, { axis, keepDims }) => {
    const x = operandAt(inputs, 0);
    const isLargest = logicalOr(equal(x, max(x, { axes: axis, keepDims: true })), notEqual(x, x));
    const position = cast(iota({ shape: x.shape, axis }), "float");
    return cast(min(select(isLargest, position, x.shape[axis] ?? 0), { axes: axis, keepDims }), "int32");
  },
  vjp: {},
  samples,
});

const withoutAxis = (shape: Shape, { axis, keepDims }: ArgmaxAttributes) =>
  reducedShape(shape, { axes: [axis], keepDims });

function positionOfLargest(line: readonly number[]): number {
  const firstNaN = line.findIndex(Number.isNaN);
  return firstNaN >= 0 ? firstNaN : line.indexOf(Math.max(...line));
}

/** Options of {@link argmax}. */
export interface ArgmaxOptions extends AxisOptions {
  /** Whether the axis stays, with size 1. Default false. */
  readonly keepDims?: boolean;
}

/**
 * The position, as int32, of the largest element along an axis: the first of several, and the first NaN if there is
 * one, as in NumPy.
 *
 * @throws {ShapeError} when the axis has no elements.
 */
export const argmax: Op<(x: Tensor, options?: ArgmaxOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, { axis = -1, keepDims = false }: ArgmaxOptions = {}) =>
    raw(x, { axis: normalizeAxis(axis, x.rank), keepDims }),
);

function samples(random: Random): readonly Sample[] {
  const ties = [1, 3, 3, 2, Number.NaN, 5, Number.NaN, Number.NaN, -1, Number.NEGATIVE_INFINITY];
  return [
    ...axisSamples(random)
      .filter(({ title }) => title !== "empty lines")
      .map((sample) => ({ ...sample, attributes: { ...sample.attributes, keepDims: false } })),
    { title: "ties and NaN", inputs: [floatArray(ties, [2, 5])], attributes: { axis: 1, keepDims: true } },
    { title: "ties in columns", inputs: [floatArray(ties, [2, 5])], attributes: { axis: 0, keepDims: false } },
    {
      title: "nothing but -Infinity",
      inputs: [floatArray([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])],
      attributes: { axis: 0, keepDims: false },
    },
  ];
}
