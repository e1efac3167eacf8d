// jaccardScore: the common part of the rows and the predictions of a class.
import {
  type AnyAverage,
  type Averaged,
  jaccardRatio,
  type LabelScoreOptions,
  labelScore,
  type Unaveraged,
} from "./counts/averages.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/**
 * The rows of a class that are found, out of its rows and predictions, tp / (tp + fp + fn): scikit-learn's
 * `jaccard_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns the average, from 0 to 1; with `average: "none"` one for each label.
 * @throws {ConfigError} for `average: "binary"`, the default, when there are more than two classes; {DataError}
 * when `posLabel` does not occur, and as `accuracyScore` does.
 */
export function jaccardScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: LabelScoreOptions & Unaveraged,
): Float64Array;
export function jaccardScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options?: LabelScoreOptions & Averaged,
): number;
export function jaccardScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: AnyAverage = {},
): number | Float64Array {
  return labelScore(yTrue, yPredicted, options, jaccardRatio);
}
