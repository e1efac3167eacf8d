// windows2D: every window of pictures, without copying them.
import { type Random, type Sample, type Shape, stridesOf, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { operandAt } from "./operandAt.ts";
import { randomArray } from "./samples.ts";
import { sumWindows2D } from "./sumWindows2D.ts";
import {
  bothOf,
  checkPictures,
  type Pair,
  pairOf,
  type SizedSteps,
  stepOptions,
  type WindowOptions,
  windowCounts,
  windowSteps,
} from "./windowGeometry.ts";

const raw = defineOp({
  name: "windows2D",
  operands: ["x"],
  notation: "windows({x})",
  infer: (inputs, { size, ...steps }: SizedSteps) => {
    const x = operandAt(inputs, 0);
    checkPictures("windows2D", x.shape);
    const [batch = 0, , , channels = 0] = x.shape;
    return { shape: [batch, ...windowCounts(x.shape, size, steps), ...pairOf(size), channels], dtype: x.dtype };
  },
  view: ({ shape }, { size, ...steps }) => {
    const [batch = 0, , , channels = 0] = shape;
    const [picture = 0, row = 0, column = 0, channel = 1] = stridesOf(shape);
    const [[down, right], [downInside, rightInside]] = [pairOf(steps.strides), pairOf(steps.dilations)];
    return {
      offset: 0,
      shape: [batch, ...windowCounts(shape, size, steps), ...pairOf(size), channels],
      strides: [picture, row * down, column * right, row * downInside, column * rightInside, channel],
    };
  },
  vjp: {
    x: (g, { x }, { attributes }) => sumWindows2D(g, { ...stepOptions(attributes), size: pairOf(x.shape.slice(1)) }),
  },
  samples,
});

/** Options of {@link windows2D}. */
export interface WindowsOptions extends WindowOptions {
  /** Height and width of a window. */
  readonly size: Pair;
}

/**
 * Every window of pictures `x [batch, height, width, channels]`, as `[batch, rows, columns, i, j, channels]`: row and
 * column of the window, then the place inside of it. Copies nothing: windows that overlap read the same elements.
 *
 * @throws {ShapeError} when no window fits into the pictures.
 */
export const windows2D: Op<(x: Tensor, options: WindowsOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, { size, ...options }: WindowsOptions) => raw(x, { ...windowSteps(options), size: bothOf(size) }),
);

/** Pictures and windows over them, for samples. */
export const windowCases: readonly (readonly [
  title: string,
  x: Shape,
  size: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
])[] = [
  ["ordinary", [2, 4, 4, 2], [2, 2], [2, 2], [1, 1]],
  ["overlapping", [2, 5, 4, 3], [3, 2], [1, 1], [1, 1]],
  ["with gaps between them", [1, 7, 8, 2], [2, 2], [3, 4], [1, 1]],
  ["some pictures left over", [2, 5, 7, 1], [2, 3], [2, 3], [1, 1]],
  ["dilated", [1, 6, 7, 2], [2, 3], [1, 2], [3, 2]],
  ["no pictures", [0, 4, 4, 2], [2, 2], [1, 1], [1, 1]],
  ["large", [3, 15, 17, 6], [3, 3], [2, 2], [1, 1]],
];

function samples(random: Random): readonly Sample[] {
  return windowCases.map(([title, x, size, strides, dilations]) => ({
    title,
    inputs: [randomArray(random, x)],
    attributes: { size, strides, dilations },
  }));
}
