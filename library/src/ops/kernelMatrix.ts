// kernelMatrix: convolutions as products of matrices.
import { sizeOf, type Tensor } from "../tensor/index.ts";
import { reshape } from "./reshape.ts";

/** Whether windows of one element stand at every position: then a convolution is a product of matrices. */
export function isPointwise(kernel: Tensor, strides: unknown): boolean {
  const [height, width] = kernel.shape;
  return height === 1 && width === 1 && Array.isArray(strides) && strides.every((stride) => stride === 1);
}

/** A kernel, or a convolution's result, as a matrix with one column for each filter. */
export function kernelMatrix(kernel: Tensor): Tensor {
  return reshape(kernel, [sizeOf(kernel.shape.slice(0, -1)), kernel.shape.at(-1) ?? 0]);
}

/** Windows `[batch, rows, columns, i, j, channels]` as a matrix with one row for each window. */
export function windowRows(windows: Tensor): Tensor {
  return reshape(windows, [sizeOf(windows.shape.slice(0, 3)), sizeOf(windows.shape.slice(3))]);
}
