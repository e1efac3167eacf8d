// averagePrecisionScore: precision averaged over the gains of recall.
import type { ArrayInput } from "../../data/index.ts";
import { type ClassAverage, oneAgainstRest } from "./counts/oneAgainstRest.ts";
import { averagePrecision } from "./counts/precisionRecallPoints.ts";
import { type CurveOptions, readBinaryScores } from "./inputs/binaryScores.ts";
import { codeColumns } from "./inputs/classProbabilities.ts";
import { checkSameRows, readColumns, readWeights } from "./inputs/columns.ts";
import { codeLabels, type LabelsInput } from "./inputs/labels.ts";

type AnyOptions = CurveOptions & { readonly average?: ClassAverage };

/**
 * Average precision, the sum over thresholds of precision times the gain of recall: scikit-learn's
 * `average_precision_score`.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yScore for two classes [rows] scores of `posLabel` (1 by default), or [rows, 2]; for more [rows, classes].
 * @returns from 0 to 1; for more than two classes with `average: "none"` one for each class.
 * @throws {DataError} naming the row where one value is wrong; when no row is positive, or the positive class does not
 * occur; for other classes than columns.
 */
export function averagePrecisionScore(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  options: CurveOptions & { readonly average: "none" },
): number | Float64Array;
export function averagePrecisionScore(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  options?: CurveOptions & { readonly average?: Exclude<ClassAverage, "none"> },
): number;
export function averagePrecisionScore(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  { average = "macro", ...options }: AnyOptions = {},
): number | Float64Array {
  if (codeLabels(yTrue, "yTrue").classes.length <= 2) {
    return averagePrecision(readBinaryScores(yTrue, yScore, { posLabel: 1, ...options }));
  }
  const scores = readColumns(yScore, "yScore");
  const { codes } = codeColumns(yTrue, scores.columns, undefined);
  checkSameRows(["yTrue", codes.length], ["yScore", scores.rows]);
  const weights = readWeights(options.sampleWeight, codes.length);
  return oneAgainstRest({ codes, scores, weights }, average, averagePrecision);
}
