// topKAccuracyScore: the share of rows whose class is among the k with the largest scores.
import type { ArrayInput } from "../../data/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { codeColumns } from "./inputs/classProbabilities.ts";
import { type Columns, checkSameRows, readColumns, readWeights } from "./inputs/columns.ts";
import type { LabelList } from "./inputs/label.ts";
import type { LabelsInput } from "./inputs/labels.ts";
import { weightedMean, weightedTotal } from "./inputs/sum.ts";

/** Options of `topKAccuracyScore`. */
export interface TopKAccuracyOptions {
  /** How many of the largest scores count. Default: 2. */
  readonly k?: number;
  /** A share (default), or the number of rows, or sum of their weights. */
  readonly normalize?: boolean;
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
  /** All classes, ascending, in the order of the columns. Default: those of yTrue, or all columns of one-hot rows. */
  readonly labels?: LabelList;
}

/** How many classes come before the true one: by score, of equal scores the later column, as in scikit-learn. */
function placeOf({ data, columns }: Columns, row: number, code: number): number {
  const own = data[row * columns + code] ?? 0;
  let before = 0;
  for (let column = 0; column < columns; column += 1) {
    const score = data[row * columns + column] ?? 0;
    if (score > own || (score === own && column > code)) before += 1;
  }
  return before;
}

/** Whether the second of two classes is said: above one half for probabilities, above 0 for other scores. */
function saysSecond({ data }: Columns): (row: number) => boolean {
  const areProbabilities = data.every((score: number) => score >= 0 && score <= 1);
  return (row) => (data[row] ?? 0) > (areProbabilities ? 0.5 : 0);
}

/**
 * The share of rows whose class is among the k with the largest scores: scikit-learn's `top_k_accuracy_score`, its
 * order of equal scores included.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yScore [rows, classes], or [rows] for two classes: the score of the second.
 * @returns from 0 to 1; without `normalize` the number of such rows, or the sum of their weights.
 * @throws {DataError} naming the row where one value is wrong; when there are other classes than columns;
 * {ConfigError} for a k that is not a positive whole number, or `labels` that do not fit.
 */
export function topKAccuracyScore(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  { k = 2, normalize = true, sampleWeight, labels }: TopKAccuracyOptions = {},
): number {
  if (!Number.isInteger(k) || k < 1) {
    throw new ConfigError("k", { got: String(k), expected: "a positive whole number" });
  }
  const scores = readColumns(yScore, "yScore");
  const { codes } = codeColumns(yTrue, Math.max(2, scores.columns), labels);
  checkSameRows(["yTrue", codes.length], ["yScore", scores.rows]);
  const weights = readWeights(sampleWeight, scores.rows);
  const isSecond = saysSecond(scores);
  const isHit = (row: number): boolean => {
    const code = codes[row] ?? 0;
    if (scores.columns > 1) return placeOf(scores, row, code) < k;
    return k > 1 || Number(isSecond(row)) === code;
  };
  return (normalize ? weightedMean : weightedTotal)(scores.rows, (row) => Number(isHit(row)), weights);
}
