// takeRows: chosen rows of an array, copied.
import { type ArrayData, NdArray, ShapeError, sizeOf } from "../tensor/index.ts";

function memoryLike(data: ArrayData, length: number): ArrayData {
  if (data instanceof Float32Array) return new Float32Array(length);
  return data instanceof Float64Array ? new Float64Array(length) : new Int32Array(length);
}

/**
 * The rows of `array` with these indices along its first axis, in their order.
 *
 * @throws {ShapeError} when an index is outside of the rows.
 */
export function takeRows(array: NdArray, indices: ArrayLike<number>): NdArray {
  const [rows = 0, ...rest] = array.shape;
  const size = sizeOf(rest);
  const data = memoryLike(array.data, indices.length * size);
  for (let position = 0; position < indices.length; position += 1) {
    const row = indices[position] ?? -1;
    if (!Number.isInteger(row) || row < 0 || row >= rows) {
      throw new ShapeError("row is outside of the array", { got: String(row), expected: `0 to ${rows - 1}` });
    }
    data.set(array.data.subarray(row * size, (row + 1) * size), position * size);
  }
  return new NdArray(data, [indices.length, ...rest]);
}
