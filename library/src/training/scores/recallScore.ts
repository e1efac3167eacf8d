// recallScore: the share of the rows of a class that are found.
import {
  type AnyAverage,
  type Averaged,
  type LabelScoreOptions,
  labelScore,
  recallRatio,
  type Unaveraged,
} from "./counts/averages.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/**
 * Recall, the share of a class's rows that are found, tp / (tp + fn): scikit-learn's `recall_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns the average, from 0 to 1; with `average: "none"` one for each label.
 * @throws {ConfigError} for `average: "binary"`, the default, when there are more than two classes; {DataError}
 * when `posLabel` does not occur, and as `accuracyScore` does.
 */
export function recallScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: LabelScoreOptions & Unaveraged,
): Float64Array;
export function recallScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options?: LabelScoreOptions & Averaged,
): number;
export function recallScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: AnyAverage = {},
): number | Float64Array {
  return labelScore(yTrue, yPredicted, options, recallRatio);
}
