// zeroOneLoss: the share of wrong predictions.
import { type AccuracyOptions, accuracyScore } from "./accuracyScore.ts";
import { readWeights } from "./inputs/columns.ts";
import { codePair, type LabelsInput } from "./inputs/labels.ts";
import { weightedTotal } from "./inputs/sum.ts";

/**
 * The share of wrong predictions: scikit-learn's `zero_one_loss`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns from 0 to 1; without `normalize` the number of wrong rows, or the sum of their weights.
 * @throws {DataError} as `accuracyScore` does.
 */
export function zeroOneLoss(yTrue: LabelsInput, yPredicted: LabelsInput, options: AccuracyOptions = {}): number {
  if (options.normalize !== false) return 1 - accuracyScore(yTrue, yPredicted, options);
  const { truth, predicted, rows } = codePair(yTrue, yPredicted);
  const weights = readWeights(options.sampleWeight, rows);
  return weightedTotal(rows, (row) => Number(truth[row] !== predicted[row]), weights);
}
