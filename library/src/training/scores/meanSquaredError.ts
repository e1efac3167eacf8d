// meanSquaredError: the mean of the squared distances.
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
 * The mean of (y - p)²: scikit-learn's `mean_squared_error`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns at least 0, in the unit of y squared; one for each output with `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number; for shapes that do not fit; {ConfigError} for
 * weights of outputs that do not fit.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * console.log(scores.meanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8])); // 0.375
 * const y = [[0.5, 1], [-1, 1], [7, -6]];
 * const predicted = [[0, 2], [-1, 2], [8, -5]];
 * console.log([...scores.meanSquaredError(y, predicted, { multioutput: "rawValues" })]);
 * // [0.4166666666666667, 1]
 * ```
 */
export function meanSquaredError(yTrue: ArrayInput, yPredicted: ArrayInput, options: RawOptions): Float64Array;
export function meanSquaredError(yTrue: ArrayInput, yPredicted: ArrayInput, options?: RegressionOptions): number;
export function meanSquaredError(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput }: AnyRegression = {},
): number | Float64Array {
  const outputs = readOutputs(yTrue, yPredicted, sampleWeight);
  return averageOutputs(
    meanOfOutputs(outputs, (truth, predicted) => (truth - predicted) ** 2),
    multioutput,
  );
}
