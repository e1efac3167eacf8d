// Truth and predicted probabilities of all classes.
import type { ArrayInput } from "../../../data/index.ts";
import { ConfigError, DataError } from "../../../tensor/index.ts";
import { type Columns, checkSameRows, readWeights } from "./columns.ts";
import { checkAscending, type Label, type LabelList, showLabels } from "./label.ts";
import { type CodedLabels, codeLabels, type LabelsInput } from "./labels.ts";
import { positiveLabel, rowsOf } from "./positive.ts";
import { readProbabilities } from "./probabilities.ts";

/** Options of scores of probabilities. */
export interface ProbabilityOptions {
  /** All classes, ascending, in the order of the columns. Default: those of yTrue, or all columns of one-hot rows. */
  readonly labels?: LabelList;
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/** Truth and probabilities of rows, one column for each class. */
export interface ClassProbabilities {
  /** The column of the true class of each row. */
  readonly codes: Int32Array;
  readonly probabilities: Columns;
  readonly weights: Float64Array | undefined;
}

/** Probabilities of the class and of its opposite, from those of the class. */
export function bothColumns({ data, rows }: Columns): Columns {
  const both = new Float64Array(2 * rows);
  for (let row = 0; row < rows; row += 1) {
    both[2 * row] = 1 - (data[row] ?? 0);
    both[2 * row + 1] = data[row] ?? 0;
  }
  return { data: both, rows, columns: 2 };
}

/**
 * The true labels as columns of predictions.
 *
 * @throws {DataError} when there are other classes than columns; {ConfigError} when `labels` are not ascending.
 */
export function codeColumns(yTrue: LabelsInput, columns: number, labels: LabelList | undefined): CodedLabels {
  checkAscending(labels);
  if (labels !== undefined && labels.length !== columns) {
    throw new ConfigError("labels", { got: `${labels.length} labels`, expected: `${columns}, one for each column` });
  }
  const coded = codeLabels(yTrue, "yTrue", labels);
  const { classes } = coded;
  if (classes.length === columns) return coded;
  throw new DataError("there are other classes than columns of predictions", {
    where: "yTrue",
    got: `the labels ${showLabels(classes)} for ${columns} columns`,
    fix: "Name all classes: { labels: [0, 1, 2] }",
  });
}

/**
 * Reads truth and probabilities. One column is the probability of the second of two classes.
 *
 * @throws {DataError} for what does not fit, naming the row where one value is wrong.
 */
export function readClassProbabilities(
  yTrue: LabelsInput,
  yProbability: ArrayInput,
  { labels, sampleWeight }: ProbabilityOptions,
): ClassProbabilities {
  const read = readProbabilities(yProbability, "yProbability");
  const probabilities = read.columns === 1 ? bothColumns(read) : read;
  const { codes } = codeColumns(yTrue, probabilities.columns, labels);
  checkSameRows(["yTrue", codes.length], ["yProbability", read.rows]);
  return { codes, probabilities, weights: readWeights(sampleWeight, read.rows) };
}

/** Options of scores of probabilities whose one column is that of a class of choice. */
export interface PositiveProbabilityOptions extends ProbabilityOptions {
  /** The class whose probability is given in a single column. Default: 1, or the larger of two other numbers. */
  readonly posLabel?: Label;
}

/**
 * Reads truth and probabilities; a single column is that of the positive class.
 *
 * @throws {DataError} as {@link readClassProbabilities} does, and when the positive class must be named.
 */
export function readPositiveProbabilities(
  yTrue: LabelsInput,
  yProbability: ArrayInput,
  options: PositiveProbabilityOptions,
): ClassProbabilities {
  const read = readProbabilities(yProbability, "yProbability");
  if (read.columns > 1) return readClassProbabilities(yTrue, yProbability, options);
  const coded = codeLabels(yTrue, "yTrue");
  checkSameRows(["yTrue", coded.codes.length], ["yProbability", read.rows]);
  if (coded.classes.length > 2) {
    throw new DataError("there are other classes than columns of predictions", {
      where: "yTrue",
      got: `the labels ${showLabels(coded.classes)} for one column`,
      expected: "two classes",
    });
  }
  const codes = Int32Array.from(rowsOf(coded, positiveOf(coded.classes, options.posLabel)));
  return { codes, probabilities: bothColumns(read), weights: readWeights(options.sampleWeight, read.rows) };
}

/** As for curves, but of two numbers the larger is positive where neither 0 and 1 nor -1 and 1 are. */
function positiveOf(classes: readonly Label[], posLabel: Label | undefined): Label {
  const larger = classes[1];
  const isUsual = classes.every((label) => label === 0 || label === 1 || label === -1);
  return positiveLabel(classes, posLabel ?? (typeof larger === "number" && !isUsual ? larger : undefined));
}
