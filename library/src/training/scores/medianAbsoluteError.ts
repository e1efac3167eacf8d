// medianAbsoluteError: the median of the distances.
import type { ArrayInput } from "../../data/index.ts";
import { median, weightedQuantile } from "./counts/quantile.ts";
import {
  type AnyRegression,
  averageOutputs,
  type RawOptions,
  type RegressionOptions,
  readOutputs,
} from "./inputs/outputs.ts";

/**
 * The median of |y - p|, which few wild rows do not move: scikit-learn's `median_absolute_error`. With weights half of
 * the weight lies on either side.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns at least 0, in the unit of y; one for each output with `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number; for shapes that do not fit; {ConfigError} for
 * weights of outputs that do not fit.
 */
export function medianAbsoluteError(yTrue: ArrayInput, yPredicted: ArrayInput, options: RawOptions): Float64Array;
export function medianAbsoluteError(yTrue: ArrayInput, yPredicted: ArrayInput, options?: RegressionOptions): number;
export function medianAbsoluteError(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput }: AnyRegression = {},
): number | Float64Array {
  const { truth, predicted, rows, columns, weights } = readOutputs(yTrue, yPredicted, sampleWeight);
  const medians = Float64Array.from({ length: columns }, (_, column) => {
    const error = (row: number): number =>
      Math.abs((truth[row * columns + column] ?? 0) - (predicted[row * columns + column] ?? 0));
    const errors = Float64Array.from({ length: rows }, (_, row) => error(row));
    return weights === undefined ? median(errors) : weightedQuantile(errors, 0.5, weights);
  });
  return averageOutputs(medians, multioutput);
}
