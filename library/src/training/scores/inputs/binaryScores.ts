// Truth and scores of two classes, as curves take them.
import type { ArrayInput } from "../../../data/index.ts";
import { type ArrayData, DataError, formatShape } from "../../../tensor/index.ts";
import { type Columns, checkSameRows, columnAt, readColumns, readWeights } from "./columns.ts";
import { type Label, showLabels } from "./label.ts";
import { codeLabels, type LabelsInput } from "./labels.ts";
import { positiveLabel, rowsOf } from "./positive.ts";

/** Truth, scores and weights of rows of two classes. */
export interface BinaryScores {
  /** 1 where the row is of the positive class, 0 elsewhere. */
  readonly truth: Uint8Array;
  readonly scores: ArrayData;
  readonly weights: Float64Array | undefined;
}

/** Options of everything that judges scores of a positive class. */
export interface CurveOptions {
  /** The class whose scores are given. Default: 1, where the labels are 0 and 1 or -1 and 1. */
  readonly posLabel?: Label;
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/** The scores of the positive class: the only column, or of two columns, one for each class, its own. */
export function positiveScores(scores: Columns, classes: readonly Label[], positive: Label): ArrayData {
  if (scores.columns === 1) return scores.data;
  if (scores.columns === 2 && classes.length === 2) return columnAt(scores, classes.indexOf(positive));
  throw new DataError("has other columns than there are classes", {
    where: "yScore",
    got: `shape ${formatShape([scores.rows, scores.columns])} for the labels ${showLabels(classes)}`,
    expected: "one score for each row, or two for two classes",
  });
}

/**
 * Reads truth and scores. Of scores with two columns that of the positive class counts.
 *
 * @throws {DataError} for what does not fit, naming the row where one value is wrong.
 */
export function readBinaryScores(yTrue: LabelsInput, yScore: ArrayInput, options: CurveOptions): BinaryScores {
  const coded = codeLabels(yTrue, "yTrue");
  const scores = readColumns(yScore, "yScore");
  checkSameRows(["yTrue", coded.codes.length], ["yScore", scores.rows]);
  const positive = positiveLabel(coded.classes, options.posLabel);
  return {
    truth: rowsOf(coded, positive),
    scores: positiveScores(scores, coded.classes, positive),
    weights: readWeights(options.sampleWeight, coded.codes.length),
  };
}
