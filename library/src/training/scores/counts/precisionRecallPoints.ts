// precisionRecallPoints: precision and recall at every threshold.
import { DataError } from "../../../tensor/index.ts";
import type { BinaryScores } from "../inputs/binaryScores.ts";
import { sum } from "../inputs/sum.ts";
import { changesAt, keepPoints, thresholdCounts } from "./thresholdCounts.ts";

/** A curve of precision against recall; thresholds rise, and the last point, (1, 0), has none. */
export interface PrecisionRecallCurve {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  readonly thresholds: Float64Array;
}

/** The values backwards, then a last one. */
function backwards(values: Float64Array, last: number): Float64Array {
  const all = new Float64Array(values.length + 1).fill(last);
  all.set(values.toReversed());
  return all;
}

/**
 * The curve of precision against recall.
 *
 * @param dropIntermediate whether points between others of equal recall are left out.
 * @throws {DataError} when no row is positive.
 */
export function precisionRecallPoints(scores: BinaryScores, dropIntermediate: boolean): PrecisionRecallCurve {
  const all = thresholdCounts(scores);
  const kept = dropIntermediate ? keepPoints(all, (place) => changesAt(all.truePositives, place)) : all;
  const { truePositives, falsePositives, thresholds } = kept;
  const positive = truePositives.at(-1) ?? 0;
  if (positive === 0) {
    throw new DataError("there is no row of the positive class", { where: "yTrue", expected: "at least one" });
  }
  const precision = truePositives.map((count, place) => count / (count + (falsePositives[place] ?? 0)));
  const recall = truePositives.map((count) => count / positive);
  return { precision: backwards(precision, 1), recall: backwards(recall, 0), thresholds: thresholds.toReversed() };
}

/** The sum of precisions, each times the gain of recall at its threshold. */
export function averagePrecision(scores: BinaryScores): number {
  const { precision, recall } = precisionRecallPoints(scores, false);
  const gains = recall.map((value, place) => (value - (recall[place + 1] ?? 0)) * (precision[place] ?? 0));
  return sum(gains.subarray(0, -1));
}
