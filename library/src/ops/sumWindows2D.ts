// sumWindows2D: windows added to their places in pictures, the adjoint of windows2D.
import {
  formatShape,
  NdArray,
  type Random,
  type Sample,
  type Shape,
  ShapeError,
  type Tensor,
} from "../tensor/index.ts";
import { add } from "./add.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { forEachPosition } from "./elementwiseReference.ts";
import { operandAt } from "./operandAt.ts";
import { pad } from "./pad.ts";
import { reshape } from "./reshape.ts";
import { randomArray } from "./samples.ts";
import { slice } from "./slice.ts";
import {
  bothOf,
  type Pair,
  pairOf,
  type SizedSteps,
  stepOptions,
  type WindowOptions,
  type WindowSteps,
  windowCounts,
  windowExtent,
  windowSteps,
  zeroSums,
} from "./windowGeometry.ts";
import { windowCases, windows2D } from "./windows2D.ts";

const raw = defineOp({
  name: "sumWindows2D",
  operands: ["windows"],
  notation: "sumWindows({windows})",
  infer: (inputs, { size, ...steps }: SizedSteps) => {
    checkDtypes("sumWindows2D", ["windows"], inputs, ["float"]);
    return { shape: picturesShape(operandAt(inputs, 0).shape, size, steps), dtype: "float" };
  },
  reference: (inputs, { shape }, { strides, dilations }) => {
    const windows = operandAt(inputs, 0);
    const sums = zeroSums(shape);
    const [, height = 0, width = 0, channels = 0] = shape;
    const [[down, right], [downInside, rightInside]] = [pairOf(strides), pairOf(dilations)];
    forEachPosition(windows.shape, ([batch = 0, row = 0, column = 0, i = 0, j = 0, channel = 0], index) => {
      const [top, left] = [row * down + i * downInside, column * right + j * rightInside];
      const place = ((batch * height + top) * width + left) * channels + channel;
      sums[place] = (sums[place] ?? 0) + (windows.data[index] ?? 0);
    });
    return new NdArray(sums, shape);
  },
  // Each place inside of the windows as a picture of its own.
  decompose: (inputs, attributes) => {
    const windows = operandAt(inputs, 0);
    const [, , , height = 0, width = 0] = windows.shape;
    const places = Array.from({ length: height * width }, (_, place) => [Math.floor(place / width), place % width]);
    return places.map(([i = 0, j = 0]) => atPlace(windows, i, j, attributes)).reduce((a, b) => add(a, b));
  },
  vjp: {
    windows: (g, { windows }, { attributes }) =>
      windows2D(g, { ...stepOptions(attributes), size: pairOf(windows.shape.slice(3)) }),
  },
  samples,
});

function picturesShape(windows: Shape, size: readonly number[], steps: WindowSteps): Shape {
  const [batch = 0, rows, columns, , , channels] = windows;
  if (channels === undefined || windows.length !== 6) {
    throw new ShapeError("sumWindows2D takes windows", {
      got: formatShape(windows),
      expected: "[batch, rows, columns, height, width, channels]",
    });
  }
  const shape = [batch, ...pairOf(size), channels];
  const [ownRows, ownColumns] = windowCounts(shape, windows.slice(3, 5), steps);
  if (rows === ownRows && columns === ownColumns) return shape;
  throw new ShapeError(`pictures of ${size[0]} × ${size[1]} do not have as many windows`, {
    got: formatShape(windows),
    expected: `${ownRows} × ${ownColumns} windows`,
  });
}

/** Pictures of zeros with what windows have at one of their places. */
function atPlace(windows: Tensor, i: number, j: number, { size, strides, dilations }: SizedSteps): Tensor {
  const [batch = 0, rows = 0, columns = 0, , , channels = 0] = windows.shape;
  const part = slice(windows, { start: [0, 0, 0, i, j, 0], size: [batch, rows, columns, 1, 1, channels] });
  const [[height, width], [down, right], [downInside, rightInside]] = [
    pairOf(size),
    pairOf(strides),
    pairOf(dilations),
  ];
  const [top, left] = [i * downInside, j * rightInside];
  return pad(reshape(part, [batch, rows, columns, channels]), {
    low: [0, top, left, 0],
    high: [0, height - top - windowExtent(rows, down), width - left - windowExtent(columns, right), 0],
    interior: [0, down - 1, right - 1, 0],
  });
}

/** Options of {@link sumWindows2D}. */
export interface SumWindowsOptions extends WindowOptions {
  /** Height and width of the pictures. */
  readonly size: Pair;
}

/**
 * Zeros, to which `windows [batch, rows, columns, i, j, channels]` are added at their places; where they overlap, they
 * are summed. The adjoint of {@link windows2D}.
 *
 * @returns pictures `[batch, height, width, channels]`.
 * @throws {ShapeError} when pictures of that size have another number of windows.
 */
export const sumWindows2D: Op<(windows: Tensor, options: SumWindowsOptions) => Tensor> = withArguments(
  raw,
  (windows: Tensor, { size, ...options }: SumWindowsOptions) =>
    raw(windows, { ...windowSteps(options), size: bothOf(size) }),
);

function samples(random: Random): readonly Sample[] {
  return windowCases.map(([title, x, size, strides, dilations]) => {
    const steps = { strides, dilations };
    const shape = [x[0] ?? 0, ...windowCounts(x, size, steps), ...size, x[3] ?? 0];
    return { title, inputs: [randomArray(random, shape)], attributes: { ...steps, size: x.slice(1, 3) } };
  });
}
