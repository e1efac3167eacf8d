// brierScoreLoss: the mean squared difference of predicted probabilities and what happened.
import type { ArrayInput } from "../../data/index.ts";
import { squaredDistance } from "./counts/probabilityLosses.ts";
import { type PositiveProbabilityOptions, readPositiveProbabilities } from "./inputs/classProbabilities.ts";
import type { LabelsInput } from "./inputs/labels.ts";
import { weightedMean } from "./inputs/sum.ts";

/** Options of `brierScoreLoss`. */
export interface BrierOptions extends PositiveProbabilityOptions {
  /** Whether the sum over classes is halved. Default: `"auto"`, for two classes, so that the score is from 0 to 1. */
  readonly scaleByHalf?: boolean | "auto";
}

/**
 * The mean squared difference of probabilities and what happened (Brier, 1950): scikit-learn's `brier_score_loss`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yProbability [rows] the probability of the positive class, or [rows, classes].
 * @returns 0 at best; for two classes (p - y)², for more the sum over the classes, at most 2.
 * @throws {DataError} as `logLoss` does, and when the positive class must be named.
 */
export function brierScoreLoss(
  yTrue: LabelsInput,
  yProbability: ArrayInput,
  { scaleByHalf = "auto", ...options }: BrierOptions = {},
): number {
  const input = readPositiveProbabilities(yTrue, yProbability, options);
  const loss = weightedMean(input.codes.length, squaredDistance(input), input.weights);
  const isHalved = scaleByHalf === "auto" ? input.probabilities.columns < 3 : scaleByHalf;
  return isHalved ? loss * 0.5 : loss;
}
