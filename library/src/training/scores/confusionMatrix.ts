// confusionMatrix: how often each class was taken for each.
import type { ArrayInput } from "../../data/index.ts";
import { ConfigError, NdArray } from "../../tensor/index.ts";
import { confusionCounts } from "./counts/confusionCounts.ts";
import { readWeights } from "./inputs/columns.ts";
import type { LabelList } from "./inputs/label.ts";
import { codePair, type LabelsInput } from "./inputs/labels.ts";

/** Options of `confusionMatrix`. */
export interface ConfusionMatrixOptions {
  /** Labels of rows and columns, in this order; rows of data with others are left out. Default: all, ascending. */
  readonly labels?: LabelList;
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
  /** Shares instead of counts: of the true class, of the predicted class, or of all. Default: counts. */
  readonly normalize?: "true" | "pred" | "all";
}

/** What each cell is divided by: the sum of its row, of its column, or of all cells. */
function divisors(counts: Float64Array, size: number, normalize: string): Float64Array {
  const group = (cell: number): number => {
    if (normalize === "all") return 0;
    return normalize === "true" ? Math.floor(cell / size) : cell % size;
  };
  const totals = new Float64Array(size);
  counts.forEach((count, cell) => {
    totals[group(cell)] = (totals[group(cell)] ?? 0) + count;
  });
  return counts.map((_, cell) => totals[group(cell)] ?? 0);
}

/**
 * Counts by true class (row) and predicted class (column): scikit-learn's `confusion_matrix`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns [labels, labels]; sums of weights with `sampleWeight`, shares with `normalize`, 0 where all are 0.
 * @throws {DataError} naming the row, for what is no label; for different lengths, no rows, weights that do not fit,
 * and when none of `labels` is in the truth; {ConfigError} for an option with another value.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "chainrule";
 * console.log(confusionMatrix([0, 1, 1], [0, 1, 0]).toNested()); // [[1, 0], [1, 1]]
 * const answers = confusionMatrix(["cat", "dog"], ["dog", "dog"], { labels: ["dog", "cat"] });
 * console.log(answers.toNested()); // [[1, 0], [1, 0]]
 * ```
 */
export function confusionMatrix(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  { labels, sampleWeight, normalize }: ConfusionMatrixOptions = {},
): NdArray {
  if (normalize !== undefined && !["true", "pred", "all"].includes(normalize)) {
    throw new ConfigError("normalize", { got: JSON.stringify(normalize), expected: '"true", "pred" or "all"' });
  }
  const pair = codePair(yTrue, yPredicted);
  const counts = confusionCounts(pair, labels, readWeights(sampleWeight, pair.rows));
  const size = labels?.length ?? pair.classes.length;
  if (normalize === undefined) {
    return new NdArray(sampleWeight === undefined ? Int32Array.from(counts) : counts, [size, size]);
  }
  const totals = divisors(counts, size, normalize);
  const shares = counts.map((count, cell) => (count === 0 ? 0 : count / (totals[cell] ?? 0)));
  return new NdArray(shares, [size, size]);
}
