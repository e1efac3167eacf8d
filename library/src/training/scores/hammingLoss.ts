// hammingLoss: the share of labels that are wrong.
import type { ArrayInput } from "../../data/index.ts";
import { readWeights } from "./inputs/columns.ts";
import { codePair, type LabelsInput } from "./inputs/labels.ts";
import { weightedMean } from "./inputs/sum.ts";

/** Options of {@link hammingLoss}. */
export interface HammingOptions {
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/**
 * The share of labels that are wrong: scikit-learn's `hamming_loss` of one label for each row.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns from 0 to 1.
 * @throws {DataError} as `accuracyScore` does.
 */
export function hammingLoss(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  { sampleWeight }: HammingOptions = {},
): number {
  const { truth, predicted, rows } = codePair(yTrue, yPredicted);
  return weightedMean(rows, (row) => Number(truth[row] !== predicted[row]), readWeights(sampleWeight, rows));
}
