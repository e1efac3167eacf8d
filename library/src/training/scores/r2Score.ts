// r2Score: the share of the variation that is explained.
import type { ArrayInput } from "../../data/index.ts";
import {
  type AnyRegression,
  centersOfOutputs,
  checkTwoRows,
  type ExplainedOptions,
  explainedShare,
  type FiniteOptions,
  meanOfOutputs,
  type RawOptions,
  readOutputs,
} from "./inputs/outputs.ts";

/**
 * The coefficient of determination, 1 - Σ(y - p)² / Σ(y - mean)²: scikit-learn's `r2_score`. Where all y are equal: 1
 * for exact predictions, else 0.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns 1 at best, 0 for always predicting the mean, less for what is worse; one for each output with `multioutput:
 * "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number, and for a single row; for shapes that do not fit;
 * {ConfigError} for weights of outputs that do not fit.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * console.log(scores.r2Score([1, 2, 3, 4], [1, 2, 3, 5])); // 0.8
 * ```
 */
export function r2Score(yTrue: ArrayInput, yPredicted: ArrayInput, options: FiniteOptions & RawOptions): Float64Array;
export function r2Score(yTrue: ArrayInput, yPredicted: ArrayInput, options?: ExplainedOptions & FiniteOptions): number;
export function r2Score(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput, forceFinite = true }: AnyRegression & FiniteOptions = {},
): number | Float64Array {
  const outputs = readOutputs(yTrue, yPredicted, sampleWeight);
  checkTwoRows(outputs, "R²");
  const means = centersOfOutputs(outputs, (truth) => truth);
  const unexplained = meanOfOutputs(outputs, (truth, predicted) => (truth - predicted) ** 2);
  const all = meanOfOutputs(outputs, (truth, _, column) => (truth - (means[column] ?? 0)) ** 2);
  return explainedShare(unexplained, all, multioutput, forceFinite);
}
