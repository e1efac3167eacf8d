// What the poolings have in common: options, shape rule, windows as lists of places.
import { type Shape, sizeOf, stridesOf, type Tensor } from "../tensor/index.ts";
import {
  bothOf,
  checkPictures,
  type Padding,
  type Pair,
  pairOf,
  type SizedSteps,
  stepOptions,
  windowCounts,
  windowSteps,
} from "./windowGeometry.ts";
import type { WindowsOptions } from "./windows2D.ts";

/** Attributes of a pooling. */
export type PoolAttributes = SizedSteps;

/** Options of the poolings. */
export interface PoolOptions {
  /** Height and width of a window. */
  readonly size: Pair;
  /** Distance between neighbouring windows; their size by default, so that they do not overlap. */
  readonly strides?: Pair | undefined;
  /**
   * `"valid"`, the default, keeps windows inside of the pictures; `"same"` lets them reach beyond, where nothing is
   * counted, so that there are `ceil(size / stride)` windows along each axis.
   */
  readonly padding?: Padding | undefined;
}

/** Options as attributes. @throws {ShapeError} when `x` are no pictures. */
export function poolAttributes(operation: string, x: Tensor, { size, strides = size }: PoolOptions): PoolAttributes {
  checkPictures(operation, x.shape);
  return { ...windowSteps({ strides }), size: bothOf(size) };
}

/** Attributes as options of {@link windows2D}. */
export function poolOptions({ size, ...steps }: PoolAttributes): WindowsOptions {
  return { ...stepOptions(steps), size: pairOf(size) };
}

/** The shape rule of poolings: one element for each window and channel. */
export function pooledShape(operation: string, x: Shape, { size, ...steps }: PoolAttributes): Shape {
  checkPictures(operation, x);
  return [x[0] ?? 0, ...windowCounts(x, size, steps), x[3] ?? 0];
}

/** Calls `visit` for each element of the pooled result, with the places in `x` of its window, in row-major order. */
export function forEachWindow(
  x: Shape,
  { size, strides, dilations }: PoolAttributes,
  visit: (places: readonly number[], index: number) => void,
): void {
  const shape = pooledShape("pooling", x, { size, strides, dilations });
  const [picture = 0, row = 0, column = 0] = stridesOf(x);
  const [[height, width], [down, right], [downInside, rightInside]] = [
    pairOf(size),
    pairOf(strides),
    pairOf(dilations),
  ];
  const [, rows = 1, columns = 1, channels = 1] = shape;
  const inside = Array.from({ length: height * width }, (_, place) => {
    return Math.floor(place / width) * downInside * row + (place % width) * rightInside * column;
  });
  for (let index = 0; index < sizeOf(shape); index += 1) {
    const [channel, window] = [index % channels, Math.floor(index / channels)];
    const [left, line] = [window % columns, Math.floor(window / columns)];
    const [top, batch] = [line % rows, Math.floor(line / rows)];
    const start = batch * picture + top * down * row + left * right * column + channel;
    visit(
      inside.map((place) => start + place),
      index,
    );
  }
}
