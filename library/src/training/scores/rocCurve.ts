// rocCurve: true against false positives at every threshold.
import type { ArrayInput } from "../../data/index.ts";
import { type RocCurve, rocPoints } from "./counts/rocPoints.ts";
import { type CurveOptions, readBinaryScores } from "./inputs/binaryScores.ts";
import type { LabelsInput } from "./inputs/labels.ts";

/** Options of `rocCurve`. */
export interface RocCurveOptions extends CurveOptions {
  /** Whether points on straight stretches are left out, which changes no area. Default: true. */
  readonly dropIntermediate?: boolean;
}

/**
 * The receiver operating characteristic, true against false positives at every threshold: scikit-learn's `roc_curve`.
 * Rows with equal scores come in together; the curve begins at (0, 0) with the threshold Infinity.
 *
 * @param yTrue the class of each row; with `posLabel` all other classes are negative.
 * @param yScore [rows] scores of the positive class, probabilities or not; or [rows, 2], one for each class.
 * @throws {DataError} naming the row where one value is wrong; when all rows are of one class, or which class is
 * positive is not known.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * const { fpr, tpr, thresholds } = scores.rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * console.log([...fpr], [...tpr]); // [0, 0, 0.5, 0.5, 1] [0, 0.5, 0.5, 1, 1]
 * console.log([...thresholds]); // [Infinity, 0.8, 0.4, 0.35, 0.1]
 * ```
 */
export function rocCurve(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  { dropIntermediate = true, ...options }: RocCurveOptions = {},
): RocCurve {
  return rocPoints(readBinaryScores(yTrue, yScore, options), dropIntermediate);
}
