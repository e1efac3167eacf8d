// precisionScore: the share of the predictions of a class that are right.
import {
  type AnyAverage,
  type Averaged,
  type LabelScoreOptions,
  labelScore,
  precisionRatio,
  type Unaveraged,
} from "./counts/averages.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/**
 * Precision, the share of a class's predictions that are right, tp / (tp + fp): scikit-learn's `precision_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns the average, from 0 to 1; with `average: "none"` one for each label.
 * @throws {ConfigError} for `average: "binary"`, the default, when there are more than two classes; {DataError}
 * when `posLabel` does not occur, and as `accuracyScore` does.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * console.log(scores.precisionScore([1, 0, 1, 1], [1, 1, 1, 0])); // 0.6666666666666666
 * console.log(scores.precisionScore(["a", "b", "c"], ["a", "b", "b"], { average: "macro" })); // 0.5
 * ```
 */
export function precisionScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: LabelScoreOptions & Unaveraged,
): Float64Array;
export function precisionScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options?: LabelScoreOptions & Averaged,
): number;
export function precisionScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: AnyAverage = {},
): number | Float64Array {
  return labelScore(yTrue, yPredicted, options, precisionRatio);
}
