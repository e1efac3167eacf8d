// balancedAccuracyScore: the mean over classes of the share of their rows that were found.
import type { ArrayInput } from "../../data/index.ts";
import { labelCounts } from "./counts/labelCounts.ts";
import { readWeights } from "./inputs/columns.ts";
import { codePair, type LabelsInput } from "./inputs/labels.ts";
import { sum } from "./inputs/sum.ts";

/** Options of `balancedAccuracyScore`. */
export interface BalancedAccuracyOptions {
  /** Whether guessing scores 0 instead of one part of the number of classes. Default: false. */
  readonly adjusted?: boolean;
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/**
 * The mean recall of the classes that occur in the truth: scikit-learn's `balanced_accuracy_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns from 0 to 1; adjusted, 0 for guesses and 1 at best, NaN where the truth has a single class.
 * @throws {DataError} as `accuracyScore` does.
 */
export function balancedAccuracyScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  { adjusted = false, sampleWeight }: BalancedAccuracyOptions = {},
): number {
  const pair = codePair(yTrue, yPredicted);
  const { truePositives, actual } = labelCounts(pair, undefined, readWeights(sampleWeight, pair.rows));
  const recalls = truePositives
    .map((hits, place) => hits / (actual[place] ?? 0))
    .filter((recall) => !Number.isNaN(recall));
  const score = sum(recalls) / recalls.length;
  if (!adjusted) return score;
  const chance = 1 / recalls.length;
  return (score - chance) / (1 - chance);
}
