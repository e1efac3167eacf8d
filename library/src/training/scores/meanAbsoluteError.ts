// meanAbsoluteError: the mean of the distances.
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
 * The mean of |y - p|: scikit-learn's `mean_absolute_error`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns at least 0, in the unit of y; one for each output with `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number; for shapes that do not fit; {ConfigError} for
 * weights of outputs that do not fit.
 */
export function meanAbsoluteError(yTrue: ArrayInput, yPredicted: ArrayInput, options: RawOptions): Float64Array;
export function meanAbsoluteError(yTrue: ArrayInput, yPredicted: ArrayInput, options?: RegressionOptions): number;
export function meanAbsoluteError(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput }: AnyRegression = {},
): number | Float64Array {
  const outputs = readOutputs(yTrue, yPredicted, sampleWeight);
  return averageOutputs(
    meanOfOutputs(outputs, (truth, predicted) => Math.abs(truth - predicted)),
    multioutput,
  );
}
