// multilabelConfusionMatrix: for each class, right and wrong predictions against all others.
import { NdArray } from "../../tensor/index.ts";
import { type CountOptions, labelCounts } from "./counts/labelCounts.ts";
import { readWeights } from "./inputs/columns.ts";
import { codePair, type LabelsInput } from "./inputs/labels.ts";
import { sum } from "./inputs/sum.ts";

/**
 * For each label the matrix [[tn, fp], [fn, tp]] against all others: scikit-learn's `multilabel_confusion_matrix` of
 * one label for each row.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @returns [labels, 2, 2]; sums of weights with `sampleWeight`.
 * @throws {DataError} as `accuracyScore` does; {ConfigError} for a label that is named twice.
 */
export function multilabelConfusionMatrix(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  { labels, sampleWeight }: CountOptions = {},
): NdArray {
  const pair = codePair(yTrue, yPredicted);
  const weights = readWeights(sampleWeight, pair.rows);
  const counts = labelCounts(pair, labels, weights);
  const total = weights === undefined ? pair.rows : sum(weights);
  const cells = Array.from(counts.truePositives, (tp, place) => {
    const [fp, fn] = [counts.falsePositives[place] ?? 0, counts.falseNegatives[place] ?? 0];
    return [total - tp - fp - fn, fp, fn, tp];
  }).flat();
  const data = weights === undefined ? Int32Array.from(cells) : Float64Array.from(cells);
  return new NdArray(data, [counts.labels.length, 2, 2]);
}
