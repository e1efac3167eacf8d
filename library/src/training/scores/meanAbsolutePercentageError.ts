// meanAbsolutePercentageError: the mean of the distances as shares of the true numbers.
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
 * The mean of |y - p| / max(|y|, 2⁻⁵²), not in percent: scikit-learn's `mean_absolute_percentage_error`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns at least 0; very large where y is 0 and p is not; one for each output with `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number; for shapes that do not fit; {ConfigError} for
 * weights of outputs that do not fit.
 */
export function meanAbsolutePercentageError(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  options: RawOptions,
): Float64Array;
export function meanAbsolutePercentageError(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  options?: RegressionOptions,
): number;
export function meanAbsolutePercentageError(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput }: AnyRegression = {},
): number | Float64Array {
  const outputs = readOutputs(yTrue, yPredicted, sampleWeight);
  return averageOutputs(
    meanOfOutputs(
      outputs,
      (truth, predicted) => Math.abs(truth - predicted) / Math.max(Math.abs(truth), Number.EPSILON),
    ),
    multioutput,
  );
}
