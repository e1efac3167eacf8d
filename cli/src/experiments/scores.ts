// Scores of predictions, each beside the score of a baseline that has learned nothing but the most frequent answer.
import type { Confusion } from "../drawings/confusionTable.ts";
import { bootstrapInterval, type Interval, wilsonInterval } from "./intervals.ts";

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
  /** Coefficient of determination: 1 is perfect, 0 is as good as the mean of these rows. */
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
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  let hits = 0;
  let baselineHits = 0;
  for (let row = 0; row < truth.length; row += 1) {
    const [is, said] = [truth[row] ?? -1, predicted[row] ?? -1];
    const line = counts[is];
    if (line !== undefined) line[said] = (line[said] ?? 0) + 1;
    if (is === said) hits += 1;
    if (is === mostFrequent) baselineHits += 1;
  }
  const rows = truth.length;
  return {
    task: "classification",
    rows,
    accuracy: hits / rows,
    interval: wilsonInterval(hits, rows),
    baseline: { answer: labels[mostFrequent] ?? "", accuracy: baselineHits / rows },
    confusion: { labels, counts },
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

/** R2 with its bootstrap interval, RMSE and mean absolute error, and the same of the mean. */
export function scoreNumbers({ truth, predicted, trainingMean, seed }: NumberAnswers): RegressionScore {
  const rows = truth.length;
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const answer = (row: number): number => predicted[row] ?? Number.NaN;
  const squares = squaredErrors(truth, answer, all);
  const meanSquares = squaredErrors(truth, () => trainingMean, all);
  const absolute = all.reduce((sum, row) => sum + Math.abs((truth[row] ?? 0) - answer(row)), 0);
  return {
    task: "regression",
    rows,
    r2: determination(truth, answer, all),
    interval: bootstrapInterval(rows, seed, (drawn) => determination(truth, answer, drawn)),
    rmse: Math.sqrt(squares / rows),
    mae: absolute / rows,
    baseline: {
      answer: trainingMean,
      r2: determination(truth, () => trainingMean, all),
      rmse: Math.sqrt(meanSquares / rows),
    },
  };
}

function squaredErrors(truth: ArrayLike<number>, answer: (row: number) => number, rows: Int32Array): number {
  return rows.reduce((sum, row) => sum + ((truth[row] ?? 0) - answer(row)) ** 2, 0);
}

/** 1 - residual sum of squares / total sum of squares; 0 where the rows are all alike, as scikit-learn has it. */
function determination(truth: ArrayLike<number>, answer: (row: number) => number, rows: Int32Array): number {
  const mean = rows.reduce((sum, row) => sum + (truth[row] ?? 0) / rows.length, 0);
  const total = squaredErrors(truth, () => mean, rows);
  const residual = squaredErrors(truth, answer, rows);
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
