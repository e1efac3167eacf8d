// explainedVarianceScore: the share of the variance that is explained.
import type { ArrayInput } from "../../data/index.ts";
import {
  type AnyRegression,
  centersOfOutputs,
  type ExplainedOptions,
  explainedShare,
  type FiniteOptions,
  meanOfOutputs,
  type RawOptions,
  readOutputs,
} from "./inputs/outputs.ts";

/**
 * 1 - variance of y - p / variance of y, so that a constant error costs nothing: scikit-learn's
 * `explained_variance_score`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns 1 at best; one for each output with `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number; for shapes that do not fit; {ConfigError} for
 * weights of outputs that do not fit.
 */
export function explainedVarianceScore(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  options: FiniteOptions & RawOptions,
): Float64Array;
export function explainedVarianceScore(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  options?: ExplainedOptions & FiniteOptions,
): number;
export function explainedVarianceScore(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput, forceFinite = true }: AnyRegression & FiniteOptions = {},
): number | Float64Array {
  const outputs = readOutputs(yTrue, yPredicted, sampleWeight);
  const errors = centersOfOutputs(outputs, (truth, predicted) => truth - predicted);
  const means = centersOfOutputs(outputs, (truth) => truth);
  const square = (value: number, mean: number | undefined): number => (value - (mean ?? 0)) ** 2;
  const unexplained = meanOfOutputs(outputs, (truth, predicted, column) => square(truth - predicted, errors[column]));
  const all = meanOfOutputs(outputs, (truth, _, column) => square(truth, means[column]));
  return explainedShare(unexplained, all, multioutput, forceFinite);
}
