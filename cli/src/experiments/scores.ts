// Scores of predictions, each beside the score of a baseline that has learned nothing but the most frequent answer.
import { confusionMatrix, scores } from "chainrule";
import type { Confusion } from "../drawings/confusionTable.ts";

/** A 95 % interval: what a score measured on some rows says about the score on all rows. */
export type Interval = readonly [low: number, high: number];

/** The score of a classification. */
export interface ClassificationScore {
  readonly task: "classification";
  readonly rows: number;
  readonly accuracy: number;
  readonly interval: Interval;
  readonly baseline: { readonly answer: string; readonly accuracy: number };
  readonly confusion: Confusion;
}

/** The score of a regression. */
export interface RegressionScore {
  readonly task: "regression";
  readonly rows: number;
  /** Coefficient of determination: 1 is perfect, 0 is as good as the mean of these rows; NaN for a single row. */
  readonly r2: number;
  readonly interval: Interval;
  readonly rmse: number;
  readonly mae: number;
  /** Always answering the mean of the training rows. */
  readonly baseline: { readonly answer: number; readonly r2: number; readonly rmse: number };
}

/** The score of either task. */
export type Score = ClassificationScore | RegressionScore;

/** What a classification said and what was true, as indices of labels. */
export interface ClassAnswers {
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly labels: readonly string[];
  /** The index of the most frequent label of the training rows. */
  readonly mostFrequent: number;
}

/** Accuracy, its Wilson interval, the baseline's accuracy on the same rows, and the confusion matrix. */
export function scoreClasses({ truth, predicted, labels, mostFrequent }: ClassAnswers): ClassificationScore {
  const [is, said] = [Int32Array.from(truth), Int32Array.from(predicted)];
  const { low, high } = scores.wilsonInterval(scores.accuracyScore(is, said, { normalize: false }), is.length);
  const counts = confusionMatrix(is, said, { labels: labels.map((_, index) => index) });
  return {
    task: "classification",
    rows: is.length,
    accuracy: scores.accuracyScore(is, said),
    interval: [low, high],
    baseline: {
      answer: labels[mostFrequent] ?? "",
      accuracy: scores.accuracyScore(
        is,
        is.map(() => mostFrequent),
      ),
    },
    confusion: { labels, counts: labels.map((_, row) => Array.from(counts.rows(row, row + 1).data)) },
  };
}

/** What a regression said and what was true. */
export interface NumberAnswers {
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** The mean of the training rows. */
  readonly trainingMean: number;
  /** Decides which rows the bootstrap draws. */
  readonly seed: number;
}

/** How often the bootstrap draws rows. */
const resamples = 1000;

/** R2 with its bootstrap interval, RMSE and mean absolute error, and the same of the mean. */
export function scoreNumbers({ truth, predicted, trainingMean, seed }: NumberAnswers): RegressionScore {
  const [is, said] = [Float64Array.from(truth), Float64Array.from(predicted)];
  const mean = is.map(() => trainingMean);
  const { score, low, high } = determination(is, said, seed);
  return {
    task: "regression",
    rows: is.length,
    r2: score,
    interval: [low, high],
    rmse: scores.rootMeanSquaredError(is, said),
    mae: scores.meanAbsoluteError(is, said),
    baseline: {
      answer: trainingMean,
      r2: is.length === 1 ? Number.NaN : scores.r2Score(is, mean),
      rmse: scores.rootMeanSquaredError(is, mean),
    },
  };
}

/** R2 with its interval; NaN for a single row, which has no variation to explain. */
function determination(
  truth: Float64Array,
  predicted: Float64Array,
  seed: number,
): Pick<scores.ScoreInterval, "score" | "low" | "high"> {
  if (truth.length === 1) return { score: Number.NaN, low: Number.NaN, high: Number.NaN };
  return scores.confidenceInterval(scores.r2Score, truth, predicted, { resamples, seed });
}
