// rootMeanSquaredError: the root of the mean squared distance.
import type { ArrayInput } from "../../data/index.ts";
import {
  type AnyRegression,
  averageOutputs,
  meanOfOutputs,
  type RawOptions,
  type RegressionOptions,
  readOutputs,
} from "./inputs/outputs.ts";

/**
 * The square root of the mean of (y - p)², taken of each output: scikit-learn's `root_mean_squared_error`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns at least 0, in the unit of y; one for each output with `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number; for shapes that do not fit; {ConfigError} for
 * weights of outputs that do not fit.
 */
export function rootMeanSquaredError(yTrue: ArrayInput, yPredicted: ArrayInput, options: RawOptions): Float64Array;
export function rootMeanSquaredError(yTrue: ArrayInput, yPredicted: ArrayInput, options?: RegressionOptions): number;
export function rootMeanSquaredError(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput }: AnyRegression = {},
): number | Float64Array {
  const outputs = readOutputs(yTrue, yPredicted, sampleWeight);
  const squares = meanOfOutputs(outputs, (truth, predicted) => (truth - predicted) ** 2);
  return averageOutputs(squares.map(Math.sqrt), multioutput);
}
