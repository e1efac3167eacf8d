// maxError: the largest distance.
import type { ArrayInput } from "../../data/index.ts";
import { DataError } from "../../tensor/index.ts";
import { readOutputs } from "./inputs/outputs.ts";

/**
 * The largest |y - p|: scikit-learn's `max_error`.
 *
 * @param yTrue [rows] or [rows, 1].
 * @param yPredicted the same shape.
 * @returns at least 0, in the unit of y.
 * @throws {DataError} naming the row of what is no finite number; for shapes that do not fit, and several outputs.
 */
export function maxError(yTrue: ArrayInput, yPredicted: ArrayInput): number {
  const { truth, predicted, rows, columns } = readOutputs(yTrue, yPredicted);
  if (columns > 1) throw new DataError("has several outputs", { where: "yTrue", got: `${columns}`, expected: "one" });
  let largest = 0;
  for (let row = 0; row < rows; row += 1) {
    largest = Math.max(largest, Math.abs((truth[row] ?? 0) - (predicted[row] ?? 0)));
  }
  return largest;
}
