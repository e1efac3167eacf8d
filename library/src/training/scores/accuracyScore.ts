// accuracyScore: the share of right predictions.
import type { ArrayInput } from "../../data/index.ts";
import { readWeights } from "./inputs/columns.ts";
import { codePair, type LabelsInput } from "./inputs/labels.ts";
import { weightedMean, weightedTotal } from "./inputs/sum.ts";

/** Options of `accuracyScore` and `zeroOneLoss`. */
export interface AccuracyOptions {
  /** A share (default), or the number of rows, or sum of their weights. */
  readonly normalize?: boolean;
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/**
 * The share of right predictions: scikit-learn's `accuracy_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns from 0 to 1; without `normalize` the number of right rows, or the sum of their weights.
 * @throws {DataError} naming the row, for what is no label; for different lengths, no rows, weights that do not fit.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * console.log(scores.accuracyScore(["cat", "dog", "dog"], ["cat", "dog", "cat"])); // 0.6666666666666666
 * ```
 */
export function accuracyScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  { normalize = true, sampleWeight }: AccuracyOptions = {},
): number {
  const { truth, predicted, rows } = codePair(yTrue, yPredicted);
  const weights = readWeights(sampleWeight, rows);
  return (normalize ? weightedMean : weightedTotal)(rows, (row) => Number(truth[row] === predicted[row]), weights);
}
