// Rows of truth, predictions and weights, drawn by their numbers.
import { type ArrayInput, checkFinite, toNdArray } from "../../../data/index.ts";
import { NdArray } from "../../../tensor/index.ts";
import { checkSameRows, readWeights } from "../inputs/columns.ts";
import { codeLabels, codePair, isStrings, type LabelsInput } from "../inputs/labels.ts";

/** What goes along to a score. */
export interface ScoreOptions {
  /** Weights of the rows, when there are any. */
  readonly sampleWeight?: Float64Array;
}

/** A score of rows. */
export type RowsScore = (yTrue: NdArray, yPredicted: NdArray, options: ScoreOptions) => number;

/** Truth, predictions and weights of the same rows. */
export interface ScoredRows {
  readonly truth: NdArray;
  readonly predicted: NdArray;
  readonly weights: Float64Array | undefined;
  readonly rows: number;
}

function readNumbers(input: ArrayInput, name: string): NdArray {
  const array = toNdArray(input, { name });
  checkFinite(array, name);
  return array;
}

const column = (codes: Int32Array): NdArray => new NdArray(codes, [codes.length]);

/** Both as numbers; strings as their places among all that occur. */
function readBoth(yTrue: LabelsInput, yPredicted: LabelsInput): readonly [NdArray, NdArray] {
  if (isStrings(yPredicted)) {
    const { truth, predicted } = codePair(yTrue, yPredicted);
    return [column(truth), column(predicted)];
  }
  const truth = isStrings(yTrue) ? column(codeLabels(yTrue, "yTrue").codes) : readNumbers(yTrue, "yTrue");
  return [truth, readNumbers(yPredicted, "yPredicted")];
}

/** @throws {DataError} for different lengths, no rows, NaN with its row, weights that do not fit. */
export function readScoredRows(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  sampleWeight: ArrayInput | undefined,
): ScoredRows {
  const [truth, predicted] = readBoth(yTrue, yPredicted);
  const rows = truth.shape[0] ?? 0;
  checkSameRows(["yTrue", rows], ["yPredicted", predicted.shape[0] ?? 0]);
  return { truth, predicted, weights: readWeights(sampleWeight, rows), rows };
}

function take(source: NdArray, rows: Int32Array): NdArray {
  const size = source.size / (source.shape[0] ?? 1);
  const data = new Float64Array(rows.length * size);
  for (let place = 0; place < rows.length; place += 1) {
    const start = (rows[place] ?? 0) * size;
    for (let index = 0; index < size; index += 1) data[place * size + index] = source.data[start + index] ?? 0;
  }
  return new NdArray(data, [rows.length, ...source.shape.slice(1)]);
}

/** The score of all rows. */
export function scoreAll(score: RowsScore, { truth, predicted, weights }: ScoredRows): number {
  return score(truth, predicted, weights === undefined ? {} : { sampleWeight: weights });
}

/** The score of some rows, which may be drawn several times. */
export function scoreDrawn(score: RowsScore, { truth, predicted, weights }: ScoredRows, rows: Int32Array): number {
  const options = weights && { sampleWeight: Float64Array.from(rows, (row) => weights[row] ?? 0) };
  return score(take(truth, rows), take(predicted, rows), options ?? {});
}
