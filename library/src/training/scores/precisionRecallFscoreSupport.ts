// precisionRecallFscoreSupport: precision, recall, F-score and support at once.
import {
  type AnyAverage,
  type Average,
  averageOfLabels,
  fBetaRatio,
  type LabelScoreOptions,
  precisionRatio,
  readAveraging,
  recallRatio,
  scoreOfEach,
} from "./counts/averages.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/** Options of `precisionRecallFscoreSupport`. */
export interface PrecisionRecallFscoreOptions extends LabelScoreOptions {
  /** How many times as much recall weighs in the F-score. Default: 1. */
  readonly beta?: number;
}

/** Four numbers for each label, in the order of `labels`. */
export interface PrecisionRecallFscoreSupport {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  readonly fscore: Float64Array;
  /** Rows of the class, or the sum of their weights. */
  readonly support: Float64Array;
}

/** Averages over labels, which have no support. */
export interface PrecisionRecallFscore {
  readonly precision: number;
  readonly recall: number;
  readonly fscore: number;
}

/**
 * Precision, recall, F-score and support of each label: scikit-learn's `precision_recall_fscore_support`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns one of each for every label, without an average as is the default; else the averages.
 * @throws {ConfigError} for an average that does not fit, or a negative beta; {DataError} when `posLabel` does not
 * occur, and as `accuracyScore` does.
 */
export function precisionRecallFscoreSupport(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: PrecisionRecallFscoreOptions & { readonly average: Exclude<Average, "none"> },
): PrecisionRecallFscore;
export function precisionRecallFscoreSupport(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options?: PrecisionRecallFscoreOptions & { readonly average?: "none" },
): PrecisionRecallFscoreSupport;
export function precisionRecallFscoreSupport(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: AnyAverage & PrecisionRecallFscoreOptions = {},
): PrecisionRecallFscore | PrecisionRecallFscoreSupport {
  const averaging = readAveraging(yTrue, yPredicted, options, "none");
  const fscoreRatio = fBetaRatio(options.beta ?? 1);
  if (averaging.average === "none") {
    return {
      precision: scoreOfEach(averaging, precisionRatio),
      recall: scoreOfEach(averaging, recallRatio),
      fscore: scoreOfEach(averaging, fscoreRatio),
      support: averaging.counts.actual,
    };
  }
  return {
    precision: averageOfLabels(averaging, precisionRatio),
    recall: averageOfLabels(averaging, recallRatio),
    fscore: averageOfLabels(averaging, fscoreRatio),
  };
}
