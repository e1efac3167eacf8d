// d2BrierScore: how much smaller the Brier score is than that of always predicting the shares of the classes.
import type { ArrayInput } from "../../data/index.ts";
import { alwaysShares, squaredDistance } from "./counts/probabilityLosses.ts";
import { type PositiveProbabilityOptions, readPositiveProbabilities } from "./inputs/classProbabilities.ts";
import type { LabelsInput } from "./inputs/labels.ts";
import { weightedTotal } from "./inputs/sum.ts";

/**
 * 1 - Brier score / Brier score of always predicting the shares of the classes: scikit-learn's `d2_brier_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yProbability [rows] the probability of the positive class, or [rows, classes].
 * @returns 1 at best, 0 for the shares, less for what is worse.
 * @throws {DataError} as `brierScoreLoss` does.
 */
export function d2BrierScore(
  yTrue: LabelsInput,
  yProbability: ArrayInput,
  options: PositiveProbabilityOptions = {},
): number {
  const input = readPositiveProbabilities(yTrue, yProbability, options);
  const rows = input.codes.length;
  const loss = weightedTotal(rows, squaredDistance(input), input.weights);
  return 1 - loss / weightedTotal(rows, squaredDistance(alwaysShares(input)), input.weights);
}
