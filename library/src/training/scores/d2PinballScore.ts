// d2PinballScore: the share of the pinball loss that is explained.
import type { ArrayInput } from "../../data/index.ts";
import { explainedPinball } from "./counts/explainedPinball.ts";
import { type AnyRegression, type ExplainedOptions, type RawOptions, readOutputs } from "./inputs/outputs.ts";
import type { PinballOptions } from "./inputs/pinball.ts";

/**
 * 1 - pinball loss / pinball loss of always predicting the α-quantile of y: scikit-learn's `d2_pinball_score`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns 1 at best, 0 for always predicting the quantile, less for what is worse; one for each output with
 * `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number, and for a single row; for shapes that do not fit;
 * {ConfigError} for weights of outputs that do not fit.
 */
export function d2PinballScore(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  options: PinballOptions & RawOptions,
): Float64Array;
export function d2PinballScore(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  options?: ExplainedOptions & PinballOptions,
): number;
export function d2PinballScore(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput, alpha = 0.5 }: AnyRegression & PinballOptions = {},
): number | Float64Array {
  return explainedPinball(readOutputs(yTrue, yPredicted, sampleWeight), alpha, multioutput);
}
