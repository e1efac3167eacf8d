// averagePool2D: the mean of each window.
import { NdArray, type Tensor } from "../tensor/index.ts";
import { constant } from "./constant.ts";
import { divide } from "./divide.ts";
import { mean } from "./mean.ts";
import { padPictures } from "./padPictures.ts";
import { type PoolAttributes, type PoolOptions, poolAttributes, poolOptions } from "./pooling.ts";
import { sum } from "./sum.ts";
import { samePadding } from "./windowGeometry.ts";
import { windows2D } from "./windows2D.ts";

/**
 * The mean of each window of pictures `x [batch, height, width, channels]`, for each channel. With the padding `"same"`,
 * what windows reach beyond the pictures is not counted, as in Keras.
 *
 * @returns `[batch, rows, columns, channels]`.
 * @throws {ShapeError} when no window fits into the pictures.
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const x = ops.reshape(ops.constant([1, 2, 3, 4, 5, 6, 7, 8]), [1, 2, 4, 1]);
 * const { y } = await run({ y: ops.averagePool2D(x, { size: 2 }) });
 * console.log(y.toNested()); // [[[[3.5], [5.5]]]]
 * ```
 */
export function averagePool2D(x: Tensor, options: PoolOptions): Tensor {
  const attributes = poolAttributes("averagePool2D", x, options);
  if (options.padding !== "same") return mean(windows2D(x, poolOptions(attributes)), { axes: [3, 4] });
  const windows = windows2D(padPictures(x, attributes), poolOptions(attributes));
  return divide(sum(windows, { axes: [3, 4] }), countsInside(x, attributes));
}

/** How many elements of each window are inside of the pictures: `[rows, columns, 1]`. */
function countsInside({ shape }: Tensor, { size, strides }: PoolAttributes): Tensor {
  const [down, across] = [0, 1].map((axis) => countsAlong(shape[axis + 1] ?? 0, size[axis] ?? 1, strides[axis] ?? 1));
  const [rows = [], columns = []] = [down, across];
  const counts = rows.flatMap((inRow) => columns.map((inColumn) => inRow * inColumn));
  return constant(new NdArray(Float64Array.from(counts), [rows.length, columns.length, 1]));
}

function countsAlong(length: number, size: number, stride: number): number[] {
  const [before] = samePadding(length, size, stride);
  return Array.from({ length: Math.ceil(length / stride) }, (_, window) => {
    const start = window * stride - before;
    return Math.min(length, start + size) - Math.max(0, start);
  });
}
