// logLoss: the mean negative logarithm of the probability given to the true class.
import type { ArrayInput } from "../../data/index.ts";
import { negativeLogarithm, resolutionOf } from "./counts/probabilityLosses.ts";
import { type ProbabilityOptions, readClassProbabilities } from "./inputs/classProbabilities.ts";
import type { LabelsInput } from "./inputs/labels.ts";
import { weightedMean, weightedTotal } from "./inputs/sum.ts";

/** Options of `logLoss`. */
export interface LogLossOptions extends ProbabilityOptions {
  /** The mean (default) or the sum. */
  readonly normalize?: boolean;
}

/**
 * The mean of -log(probability of the true class), cross-entropy: scikit-learn's `log_loss`. Probabilities are kept in
 * [ε, 1 - ε] with ε = 2⁻⁵², or 2⁻²³ when they are a Float32Array, as scikit-learn does.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yProbability [rows, classes], or [rows] for two classes: the probability of the second.
 * @returns at least 0, in nats.
 * @throws {DataError} naming the row, for probabilities outside of [0, 1] or rows that do not add up to 1 (up to 1e-5);
 * when there are other classes than columns; {ConfigError} for `labels` that do not fit.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * console.log(scores.logLoss([0, 1], [[0.5, 0.5], [0.25, 0.75]]).toFixed(4)); // 0.4904
 * ```
 */
export function logLoss(
  yTrue: LabelsInput,
  yProbability: ArrayInput,
  { normalize = true, ...options }: LogLossOptions = {},
): number {
  const input = readClassProbabilities(yTrue, yProbability, options);
  const loss = negativeLogarithm(input, resolutionOf(yProbability));
  return (normalize ? weightedMean : weightedTotal)(input.codes.length, loss, input.weights);
}
