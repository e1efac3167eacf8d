// rocAucScore: the area under the curve of true against false positives, for two classes and for more.
import type { ArrayInput } from "../../data/index.ts";
import { ConfigError, DataError } from "../../tensor/index.ts";
import { type ClassAverage, type ClassScores, oneAgainstRest } from "./counts/oneAgainstRest.ts";
import { rocPoints, trapezia } from "./counts/rocPoints.ts";
import { type BinaryScores, positiveScores } from "./inputs/binaryScores.ts";
import { codeColumns } from "./inputs/classProbabilities.ts";
import { checkSameRows, columnAt, readColumns, readWeights } from "./inputs/columns.ts";
import { type LabelList, showLabels } from "./inputs/label.ts";
import { type CodedLabels, codeLabels, type LabelsInput } from "./inputs/labels.ts";
import { rowsOf } from "./inputs/positive.ts";
import { checkRowSums } from "./inputs/probabilities.ts";
import { weightedMean } from "./inputs/sum.ts";

/** Options of `rocAucScore`. */
export interface RocAucOptions {
  /** How much each row counts; not for `"ovo"`. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
  /** The largest share of false positives that matters; two classes only. Default: 1. */
  readonly maxFpr?: number;
  /** For more than two classes: each against all others, or each against each (Hand and Till, 2001). */
  readonly multiClass?: "ovr" | "ovo";
  /** All classes, ascending, in the order of the columns. Default: those of yTrue, or all columns of one-hot rows. */
  readonly labels?: LabelList;
}

type AnyOptions = RocAucOptions & { readonly average?: ClassAverage };

/** The area, up to a share of false positives, scaled to 0.5 for guesses and 1 at best (McClish, 1989). */
function areaUnderRoc(scores: BinaryScores, maxFpr = 1, where = "yTrue"): number {
  const { fpr, tpr } = rocPoints(scores, true, where);
  if (maxFpr === 1) return trapezia(fpr, tpr);
  const stop = fpr.findIndex((share) => share > maxFpr);
  const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = [fpr[stop - 1], fpr[stop], tpr[stop - 1], tpr[stop]];
  const last = y0 + ((y1 - y0) / (x1 - x0)) * (maxFpr - x0);
  const area = trapezia([...fpr.subarray(0, stop), maxFpr], [...tpr.subarray(0, stop), last]);
  const lowest = 0.5 * maxFpr ** 2;
  return 0.5 * (1 + (area - lowest) / (maxFpr - lowest));
}

function twoClasses(coded: CodedLabels, yScore: ArrayInput, { sampleWeight, maxFpr = 1 }: AnyOptions): number {
  if (!(maxFpr > 0 && maxFpr <= 1)) {
    throw new ConfigError("maxFpr", { got: String(maxFpr), expected: "more than 0, at most 1" });
  }
  const [negative, positive] = coded.classes;
  if (negative === undefined || positive === undefined) {
    throw new DataError("there are rows of one class only", {
      where: "yTrue",
      got: `only the label ${showLabels(coded.classes)}`,
      expected: "rows of both classes",
    });
  }
  const scores = positiveScores(readColumns(yScore, "yScore"), coded.classes, positive);
  checkSameRows(["yTrue", coded.codes.length], ["yScore", scores.length]);
  const weights = readWeights(sampleWeight, scores.length);
  return areaUnderRoc({ truth: rowsOf(coded, positive), scores, weights }, maxFpr);
}

/** The area for the first of two classes, among the rows of both. */
function areaOfPair({ codes, scores }: ClassScores, own: number, other: number): number {
  const rows = Array.from(codes.keys()).filter((row) => codes[row] === own || codes[row] === other);
  const column = columnAt(scores, own);
  return areaUnderRoc({
    truth: Uint8Array.from(rows, (row) => Number(codes[row] === own)),
    scores: Float64Array.from(rows, (row) => column[row] ?? 0),
    weights: undefined,
  });
}

/** The mean over all pairs of classes that occur, weighted by the rows of both for `"weighted"`. */
function oneAgainstOne(input: ClassScores, average: ClassAverage): number {
  if (input.weights !== undefined || (average !== "macro" && average !== "weighted")) {
    throw new ConfigError(input.weights === undefined ? "average" : "sampleWeight", {
      got: input.weights === undefined ? JSON.stringify(average) : "weights",
      expected: input.weights === undefined ? '"macro" or "weighted" for "ovo"' : 'none for "ovo"',
    });
  }
  const counts = new Float64Array(input.scores.columns);
  input.codes.forEach((code) => {
    counts[code] = (counts[code] ?? 0) + 1;
  });
  const present = Array.from(counts.keys()).filter((place) => (counts[place] ?? 0) > 0);
  const pairs = present.flatMap((a, index) => present.slice(index + 1).map((b) => [a, b] as const));
  const areas = pairs.map(([a, b]) => (areaOfPair(input, a, b) + areaOfPair(input, b, a)) / 2);
  const rows = Float64Array.from(pairs, ([a, b]) => (counts[a] ?? 0) + (counts[b] ?? 0));
  return weightedMean(areas.length, (pair) => areas[pair] ?? 0, average === "weighted" ? rows : undefined);
}

function severalClasses(yTrue: LabelsInput, yScore: ArrayInput, options: AnyOptions): number | Float64Array {
  const { average = "macro", multiClass, labels, sampleWeight, maxFpr = 1 } = options;
  if (multiClass === undefined || maxFpr !== 1) {
    throw new ConfigError(multiClass === undefined ? "multiClass" : "maxFpr", {
      got: multiClass === undefined ? "more than two classes" : String(maxFpr),
      expected: multiClass === undefined ? '"ovr" or "ovo"' : "none for more than two classes",
    });
  }
  const scores = readColumns(yScore, "yScore");
  const { codes, classes } = codeColumns(yTrue, scores.columns, labels);
  checkSameRows(["yTrue", codes.length], ["yScore", scores.rows]);
  checkRowSums(scores, "yScore");
  const input = { codes, scores, weights: readWeights(sampleWeight, codes.length) };
  if (multiClass === "ovo") return oneAgainstOne(input, average);
  return oneAgainstRest(input, average, (binary, place) =>
    areaUnderRoc(binary, 1, place < 0 ? "yTrue" : `label ${showLabels(classes.slice(place, place + 1))}`),
  );
}

/**
 * The area under the ROC curve, the chance that a positive row has a higher score than a negative one, ties counting
 * half: scikit-learn's `roc_auc_score`. Of two classes the larger is positive.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yScore for two classes [rows] scores of the larger, or [rows, 2]; for more [rows, classes] probabilities.
 * @returns from 0 to 1, 0.5 for guesses; for `"ovr"` with `average: "none"` one for each class.
 * @throws {DataError} naming the row where one value is wrong; when all rows are of one class, or a class has no row;
 * {ConfigError} for more than two classes without `multiClass`, and options that do not go together.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * console.log(scores.rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])); // 0.75
 * ```
 */
export function rocAucScore(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  options: RocAucOptions & { readonly average: "none" },
): number | Float64Array;
export function rocAucScore(
  yTrue: LabelsInput,
  yScore: ArrayInput,
  options?: RocAucOptions & { readonly average?: Exclude<ClassAverage, "none"> },
): number;
export function rocAucScore(yTrue: LabelsInput, yScore: ArrayInput, options: AnyOptions = {}): number | Float64Array {
  const coded = codeLabels(yTrue, "yTrue");
  if (coded.classes.length > 2) return severalClasses(yTrue, yScore, options);
  const scores = readColumns(yScore, "yScore");
  return scores.columns > 2 ? severalClasses(yTrue, yScore, options) : twoClasses(coded, yScore, options);
}
