// Windows that move over the height and width of pictures: their options, sizes, padding, and what each one covers.
import { formatShape, type NdArray, type Shape, ShapeError, sizeOf } from "../tensor/index.ts";

/** A number for both height and width, or one for each. */
export type Pair = number | readonly [height: number, width: number];

/** How windows move: attributes of operations that have them, for height and width. */
export type WindowSteps = {
  /** Distance between neighbouring windows. */
  readonly strides: readonly number[];
  /** Distance between neighbouring elements of one window. */
  readonly dilations: readonly number[];
};

/** Steps, with height and width of the windows or of the pictures. */
export type SizedSteps = WindowSteps & { readonly size: readonly number[] };

/** What windows do at the borders: stay inside, or cover as many positions as there are steps into the picture. */
export type Padding = "valid" | "same";

/** Options of operations with windows. */
export interface WindowOptions {
  /** Distance between neighbouring windows; 1 by default. */
  readonly strides?: Pair | undefined;
  /** Distance between neighbouring elements of one window; 1 by default. */
  readonly dilations?: Pair | undefined;
}

/** Both numbers of a pair. */
export function bothOf(pair: Pair): readonly [number, number] {
  return typeof pair === "number" ? [pair, pair] : pair;
}

/** The attributes that options stand for. @throws {ShapeError} when a step is not a whole number from 1 on. */
export function windowSteps({ strides = 1, dilations = 1 }: WindowOptions): WindowSteps {
  return { strides: checkedSteps("strides", strides), dilations: checkedSteps("dilations", dilations) };
}

function checkedSteps(name: string, pair: Pair): readonly [number, number] {
  const both = bothOf(pair);
  if (both.every((step) => Number.isSafeInteger(step) && step >= 1)) return both;
  throw new ShapeError(`windows move by whole steps`, {
    where: name,
    got: both.join(" and "),
    expected: "positive whole numbers",
  });
}

/** The first two of some sizes. */
export function pairOf([height = 1, width = 1]: readonly number[]): readonly [number, number] {
  return [height, width];
}

/** Attributes as options again. */
export function stepOptions({ strides, dilations }: WindowSteps): WindowOptions {
  return { strides: pairOf(strides), dilations: pairOf(dilations) };
}

/** From the first to the last element of a window. */
export function windowExtent(size: number, dilation: number): number {
  return (size - 1) * dilation + 1;
}

/** @throws {ShapeError} when a value has not the axes batch, height, width and channels. */
export function checkPictures(operation: string, shape: Shape, name = "x"): void {
  if (shape.length === 4) return;
  throw new ShapeError(`${operation} takes pictures`, {
    where: name,
    got: formatShape(shape),
    expected: "[batch, height, width, channels]",
    fix: "Use reshape; a black and white picture has 1 channel",
  });
}

/** Number of windows along height and width. @throws {ShapeError} when not even one fits. */
export function windowCounts(pictures: Shape, window: Shape, { strides, dilations }: WindowSteps): [number, number] {
  const counts = [0, 1].map((axis) => {
    const size = pictures[axis + 1] ?? 0;
    const extent = windowExtent(window[axis] ?? 1, dilations[axis] ?? 1);
    return Math.floor((size - extent) / (strides[axis] ?? 1)) + 1;
  });
  const [rows = 0, columns = 0] = counts;
  if (rows >= 1 && columns >= 1) return [rows, columns];
  const [height = 1, width = 1] = [0, 1].map((axis) => windowExtent(window[axis] ?? 1, dilations[axis] ?? 1));
  throw new ShapeError("a window does not fit into the pictures", {
    got: `a window of ${height} × ${width} for pictures of ${pictures[1]} × ${pictures[2]}`,
    expected: "windows that are not larger than the pictures",
    fix: `Use smaller windows or the padding "same"`,
  });
}

/**
 * What `"same"` adds before and after an axis so that there are `ceil(size / stride)` windows; what is odd is added at
 * the end (Keras' and TensorFlow's rule).
 */
export function samePadding(size: number, window: number, stride: number): readonly [low: number, high: number] {
  const count = Math.ceil(size / stride);
  const total = Math.max(0, (count - 1) * stride + window - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Positions in pictures, kernel and result of one product of a convolution. */
type VisitProduct = (picture: number, kernel: number, result: number) => void;

/** The operands of a convolution, of which one is the result: `y [batch, rows, columns, filters] = x * kernel`. */
export interface Convolution {
  readonly x: Shape;
  readonly kernel: Shape;
  readonly y: Shape;
}

/** Calls `visit` for each of the products that a convolution sums, and that its two adjoints sum as well. */
export function forEachProduct({ x, kernel, y }: Convolution, steps: WindowSteps, visit: VisitProduct): void {
  const [, height = 0, width = 0, channels = 0] = x;
  const [rows = 0, columns = 0, , filters = 0] = kernel;
  const [down = 1, right = 1] = steps.strides;
  const [downInside = 1, rightInside = 1] = steps.dilations;
  forEachIndex(y, (batch, row, column, filter, result) => {
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) {
        const [top, left] = [row * down + i * downInside, column * right + j * rightInside];
        const picture = ((batch * height + top) * width + left) * channels;
        for (let channel = 0; channel < channels; channel += 1) {
          visit(picture + channel, ((i * columns + j) * channels + channel) * filters + filter, result);
        }
      }
    }
  });
}

type VisitIndex = (batch: number, row: number, column: number, channel: number, index: number) => void;

function forEachIndex([batches = 0, rows = 0, columns = 0, channels = 0]: Shape, visit: VisitIndex): void {
  let index = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        for (let channel = 0; channel < channels; channel += 1) {
          visit(batch, row, column, channel, index);
          index += 1;
        }
      }
    }
  }
}

/** Sums `a[i] * b[j]` into `sums[k]`. */
export function addProduct(sums: Float64Array, k: number, a: NdArray, i: number, b: NdArray, j: number): void {
  sums[k] = (sums[k] ?? 0) + (a.data[i] ?? 0) * (b.data[j] ?? 0);
}

/** Zeros for the result of a shape. */
export function zeroSums(shape: Shape): Float64Array {
  return new Float64Array(sizeOf(shape));
}
