// matthewsCorrcoef: the correlation of true and predicted classes.
import type { ArrayInput } from "../../data/index.ts";
import { labelCounts } from "./counts/labelCounts.ts";
import { readWeights } from "./inputs/columns.ts";
import { codePair, type LabelsInput } from "./inputs/labels.ts";
import { sum } from "./inputs/sum.ts";

/** Options of `matthewsCorrcoef`. */
export interface MatthewsOptions {
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/** Sum of products. */
const dot = (a: Float64Array, b: Float64Array): number => sum(a.map((value, place) => value * (b[place] ?? 0)));

const isSingle = (counts: Float64Array): boolean => counts.filter((count) => count > 0).length < 2;

/**
 * Matthews' correlation coefficient of true and predicted classes, two or more (Gorodkin, 2004): scikit-learn's
 * `matthews_corrcoef`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns from -1 to 1; 0 for guesses, and where truth or predictions have a single class.
 * @throws {DataError} as `accuracyScore` does.
 */
export function matthewsCorrcoef(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  { sampleWeight }: MatthewsOptions = {},
): number {
  const pair = codePair(yTrue, yPredicted);
  const { truePositives, actual, predicted } = labelCounts(pair, undefined, readWeights(sampleWeight, pair.rows));
  // By counting: with weights, the variance of a single class is 0 but for rounding.
  if (isSingle(actual) || isSingle(predicted)) return 0;
  const rows = sum(predicted);
  const covariance = sum(truePositives) * rows - dot(actual, predicted);
  const variances = (rows ** 2 - dot(predicted, predicted)) * (rows ** 2 - dot(actual, actual));
  return variances === 0 ? 0 : covariance / Math.sqrt(variances);
}
