// detCurve: false positives against false negatives at every threshold.
import type { ArrayInput } from "../../data/index.ts";
import { checkBothClasses } from "./counts/rocPoints.ts";
import { changesAt, fromNothing, keepPoints, thresholdCounts } from "./counts/thresholdCounts.ts";
import { type CurveOptions, readBinaryScores } from "./inputs/binaryScores.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/** Options of `detCurve`. */
export interface DetCurveOptions extends CurveOptions {
  /** Whether points between others with equal false negatives are left out. Default: false. */
  readonly dropIntermediate?: boolean;
}

/** A curve of false positives against false negatives; thresholds rise. */
export interface DetCurve {
  /** False positive rate: the share of the negative rows whose score is at least the threshold. */
  readonly fpr: Float64Array;
  /** False negative rate: the share of the positive rows whose score is below the threshold. */
  readonly fnr: Float64Array;
  readonly thresholds: Float64Array;
}

/**
 * Detection error tradeoff, false positives against false negatives: scikit-learn's `det_curve`. Points before the
 * last without false negatives and after the first without false positives are left out.
 *
 * @param yTrue the class of each row; with `posLabel` all other classes are negative.
 * @param yScore [rows] scores of the positive class, probabilities or not; or [rows, 2], one for each class.
 * @throws {DataError} as `rocCurve` does.
 */
export function detCurve(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  { dropIntermediate = false, ...options }: DetCurveOptions = {},
): DetCurve {
  const all = fromNothing(thresholdCounts(readBinaryScores(yTrue, yScore, options)));
  const kept = dropIntermediate ? keepPoints(all, (place) => changesAt(all.truePositives, place)) : all;
  const { truePositives, falsePositives, thresholds } = kept;
  const [positive, negative] = [truePositives.at(-1) ?? 0, falsePositives.at(-1) ?? 0];
  checkBothClasses(positive, negative, "yTrue");
  const first = falsePositives.lastIndexOf(0);
  const end = truePositives.indexOf(positive) + 1;
  return {
    fpr: falsePositives
      .slice(first, end)
      .map((count) => count / negative)
      .reverse(),
    fnr: truePositives
      .slice(first, end)
      .map((count) => (positive - count) / positive)
      .reverse(),
    thresholds: thresholds.slice(first, end).reverse(),
  };
}
