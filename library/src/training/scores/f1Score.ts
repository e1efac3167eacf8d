// f1Score: the harmonic mean of precision and recall.
import {
  type AnyAverage,
  type Averaged,
  fBetaRatio,
  type LabelScoreOptions,
  labelScore,
  type Unaveraged,
} from "./counts/averages.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/**
 * The harmonic mean of precision and recall, 2 tp / (2 tp + fp + fn): scikit-learn's `f1_score`.
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
 * console.log(scores.f1Score([0, 1, 2, 2], [0, 1, 1, 2], { average: "none" }));
 * // Float64Array(3) [ 1, 0.6666666666666666, 0.6666666666666666 ]
 * ```
 */
export function f1Score(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: LabelScoreOptions & Unaveraged,
): Float64Array;
export function f1Score(yTrue: LabelsInput, yPredicted: LabelsInput, options?: LabelScoreOptions & Averaged): number;
export function f1Score(yTrue: LabelsInput, yPredicted: LabelsInput, options: AnyAverage = {}): number | Float64Array {
  return labelScore(yTrue, yPredicted, options, fBetaRatio(1));
}
