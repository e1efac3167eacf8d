// d2LogLossScore: how much smaller the log loss is than that of always predicting the shares of the classes.
import type { ArrayInput } from "../../data/index.ts";
import { alwaysShares, negativeLogarithm, resolutionOf } from "./counts/probabilityLosses.ts";
import { type ProbabilityOptions, readClassProbabilities } from "./inputs/classProbabilities.ts";
import type { LabelsInput } from "./inputs/labels.ts";
import { weightedTotal } from "./inputs/sum.ts";

/**
 * 1 - log loss / log loss of always predicting the shares of the classes: scikit-learn's `d2_log_loss_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yProbability [rows, classes], or [rows] for two classes: the probability of the second.
 * @returns 1 at best, 0 for the shares, less for what is worse.
 * @throws {DataError} as `logLoss` does.
 */
export function d2LogLossScore(yTrue: LabelsInput, yProbability: ArrayInput, options: ProbabilityOptions = {}): number {
  const input = readClassProbabilities(yTrue, yProbability, options);
  const rows = input.codes.length;
  const loss = weightedTotal(rows, negativeLogarithm(input, resolutionOf(yProbability)), input.weights);
  const simple = negativeLogarithm(alwaysShares(input), resolutionOf(yProbability));
  return 1 - loss / weightedTotal(rows, simple, input.weights);
}
