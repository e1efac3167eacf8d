// d2AbsoluteErrorScore: the share of the absolute error that is explained.
import type { ArrayInput } from "../../data/index.ts";
import { explainedPinball } from "./counts/explainedPinball.ts";
import { type AnyRegression, type ExplainedOptions, type RawOptions, readOutputs } from "./inputs/outputs.ts";

/**
 * 1 - Σ|y - p| / Σ|y - median|: scikit-learn's `d2_absolute_error_score`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns 1 at best, 0 for always predicting the median, less for what is worse; one for each output with
 * `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number, and for a single row; for shapes that do not fit;
 * {ConfigError} for weights of outputs that do not fit.
 */
export function d2AbsoluteErrorScore(yTrue: ArrayInput, yPredicted: ArrayInput, options: RawOptions): Float64Array;
export function d2AbsoluteErrorScore(yTrue: ArrayInput, yPredicted: ArrayInput, options?: ExplainedOptions): number;
export function d2AbsoluteErrorScore(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput }: AnyRegression = {},
): number | Float64Array {
  return explainedPinball(readOutputs(yTrue, yPredicted, sampleWeight), 0.5, multioutput);
}
