// fBetaScore: the weighted harmonic mean of precision and recall.
import {
  type AnyAverage,
  type Averaged,
  fBetaRatio,
  type LabelScoreOptions,
  labelScore,
  type Unaveraged,
} from "./counts/averages.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/** Options of `fBetaScore`. */
export interface FBetaOptions extends LabelScoreOptions {
  /** How many times as much recall weighs: 0 is precision, 1 is F1, Infinity is recall. */
  readonly beta: number;
}

/**
 * The harmonic mean of precision and recall in which recall weighs β times as much:
 * (1 + β²) tp / ((1 + β²) tp + β² fn + fp), scikit-learn's `fbeta_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns the average, from 0 to 1; with `average: "none"` one for each label.
 * @throws {ConfigError} for `average: "binary"`, the default, when there are more than two classes, or a negative beta;
 * {DataError} when `posLabel` does not occur, and as `accuracyScore` does.
 */
export function fBetaScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: FBetaOptions & Unaveraged,
): Float64Array;
export function fBetaScore(yTrue: LabelsInput, yPredicted: LabelsInput, options: FBetaOptions & Averaged): number;
export function fBetaScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: AnyAverage & FBetaOptions,
): number | Float64Array {
  return labelScore(yTrue, yPredicted, options, fBetaRatio(options.beta));
}
