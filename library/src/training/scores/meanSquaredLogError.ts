// meanSquaredLogError: the mean squared difference of logarithms.
import type { ArrayInput } from "../../data/index.ts";
import { squaredLogErrors } from "./inputs/logErrors.ts";
import {
  type AnyRegression,
  averageOutputs,
  type RawOptions,
  type RegressionOptions,
  readOutputs,
} from "./inputs/outputs.ts";

/**
 * The mean of (log(1 + y) - log(1 + p))²: scikit-learn's `mean_squared_log_error`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns at least 0; one for each output with `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number above -1; for shapes that do not fit; {ConfigError}
 * for weights of outputs that do not fit.
 */
export function meanSquaredLogError(yTrue: ArrayInput, yPredicted: ArrayInput, options: RawOptions): Float64Array;
export function meanSquaredLogError(yTrue: ArrayInput, yPredicted: ArrayInput, options?: RegressionOptions): number;
export function meanSquaredLogError(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput }: AnyRegression = {},
): number | Float64Array {
  return averageOutputs(squaredLogErrors(readOutputs(yTrue, yPredicted, sampleWeight)), multioutput);
}
