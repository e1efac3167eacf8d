// meanPinballLoss: the loss whose best prediction is a quantile.
import type { ArrayInput } from "../../data/index.ts";
import {
  type AnyRegression,
  averageOutputs,
  meanOfOutputs,
  type RawOptions,
  type RegressionOptions,
  readOutputs,
} from "./inputs/outputs.ts";
import { type PinballOptions, pinballLoss } from "./inputs/pinball.ts";

/**
 * The mean of α (y - p) above and (1 - α) (p - y) below, smallest for the α-quantile: scikit-learn's
 * `mean_pinball_loss`.
 *
 * @param yTrue [rows] or [rows, outputs].
 * @param yPredicted the same shape.
 * @returns at least 0, in the unit of y; one for each output with `multioutput: "rawValues"`.
 * @throws {DataError} naming the row of what is no finite number; for shapes that do not fit; {ConfigError} for
 * weights of outputs that do not fit.
 */
export function meanPinballLoss(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  options: PinballOptions & RawOptions,
): Float64Array;
export function meanPinballLoss(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  options?: PinballOptions & RegressionOptions,
): number;
export function meanPinballLoss(
  yTrue: ArrayInput,
  yPredicted: ArrayInput,
  { sampleWeight, multioutput, alpha = 0.5 }: AnyRegression & PinballOptions = {},
): number | Float64Array {
  const loss = pinballLoss(alpha);
  return averageOutputs(meanOfOutputs(readOutputs(yTrue, yPredicted, sampleWeight), loss), multioutput);
}
