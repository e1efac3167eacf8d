// precisionRecallCurve: precision against recall at every threshold.
import type { ArrayInput } from "../../data/index.ts";
import { type PrecisionRecallCurve, precisionRecallPoints } from "./counts/precisionRecallPoints.ts";
import { type CurveOptions, readBinaryScores } from "./inputs/binaryScores.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/** Options of `precisionRecallCurve`. */
export interface PrecisionRecallCurveOptions extends CurveOptions {
  /** Whether points between others of equal recall are left out. Default: false. */
  readonly dropIntermediate?: boolean;
}

/**
 * Precision against recall at every threshold, rising: scikit-learn's `precision_recall_curve`. The last point is
 * precision 1 at recall 0, which has no threshold.
 *
 * @param yTrue the class of each row; with `posLabel` all other classes are negative.
 * @param yScore [rows] scores of the positive class, probabilities or not; or [rows, 2], one for each class.
 * @throws {DataError} naming the row where one value is wrong; when no row is positive, or which class is positive
 * is not known.
 */
export function precisionRecallCurve(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  { dropIntermediate = false, ...options }: PrecisionRecallCurveOptions = {},
): PrecisionRecallCurve {
  return precisionRecallPoints(readBinaryScores(yTrue, yScore, options), dropIntermediate);
}
