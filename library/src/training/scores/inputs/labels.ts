// Labels of rows as codes: whole numbers, strings, or rows of which the largest column counts.
import { type ArrayInput, checkFinite, toNdArray } from "../../../data/index.ts";
import { type ArrayData, DataError, formatShape, type NdArray } from "../../../tensor/index.ts";
import { type Codes, encodeNumbers, encodeStrings } from "./codes.ts";
import { checkSameRows } from "./columns.ts";
import { type Label, type LabelList, showLabel, showLabels } from "./label.ts";

/**
 * The class of each row: whole numbers of shape [rows] or [rows, 1], strings, or rows [rows, classes] (one-hot truth,
 * predicted probabilities or scores) whose largest column, the first of equal ones, is the class 0, 1, and so on.
 */
export type LabelsInput = ArrayInput | readonly string[];

/** Labels as codes: row r has the class `classes[codes[r]]`. */
export interface CodedLabels {
  /** In ascending order, strings by their characters' codes. */
  readonly classes: readonly Label[];
  readonly codes: Int32Array;
}

/** True and predicted labels as codes of the same classes. */
export interface CodedPair {
  readonly classes: readonly Label[];
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  readonly rows: number;
}

type Values = ArrayData | readonly string[];

/** Whether labels are strings, by the first of them; the others are checked when they are coded. */
export function isStrings(input: LabelsInput | LabelList): input is readonly string[] {
  return Array.isArray(input) && typeof input[0] === "string";
}

/** The class of each row by its largest column; rows of truth may have only one such column. */
function largestColumns({ data, shape }: NdArray, name: string): Int32Array {
  const [rows = 0, columns = 1] = shape;
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const start = row * columns;
    let best = 0;
    let isTied = false;
    for (let column = 1; column < columns; column += 1) {
      const difference = (data[start + column] ?? 0) - (data[start + best] ?? 0);
      if (difference > 0) best = column;
      isTied = difference > 0 ? false : isTied || difference === 0;
    }
    if (isTied && name === "yTrue") {
      throw new DataError(`row ${row}`, {
        where: name,
        got: "several columns with the largest number",
        expected: "a single class, as in one-hot rows",
      });
    }
    codes[row] = best;
  }
  return codes;
}

interface Read {
  readonly values: Values;
  /** Number of classes, where each row has a column for each. */
  readonly columns?: number;
}

function readLabels(input: LabelsInput, name: string): Read {
  if (isStrings(input)) return { values: input };
  const array = toNdArray(input, { name });
  const [rows = 0, columns = 1, ...rest] = array.shape;
  if (rows === 0 || rest.length > 0) {
    throw new DataError(rows === 0 ? "is empty" : "is no list of labels", {
      where: name,
      got: `shape ${formatShape(array.shape)}`,
      expected: "[rows], [rows,1] or [rows,classes]",
    });
  }
  if (columns === 1) return { values: array.data };
  checkFinite(array, name);
  return { values: largestColumns(array, name), columns };
}

/** Labels of one array as codes of the classes that occur; one-hot rows have all their columns as classes. */
function codeOccurring(input: LabelsInput, name: string): CodedLabels {
  const { values, columns } = readLabels(input, name);
  if (columns !== undefined) {
    return { classes: Array.from({ length: columns }, (_, column) => column), codes: Int32Array.from(values, Number) };
  }
  const coded = isStrings(values) ? encodeStrings([values], [name]) : encodeNumbers([values], [name]);
  return { classes: coded.classes, codes: coded.codes[0] ?? new Int32Array(0) };
}

/**
 * True labels as codes.
 *
 * @param classes all that there may be, in the order of their codes; by default those that occur, or all columns of
 * one-hot rows.
 * @throws {DataError} naming the row, for what is no label or not among `classes`.
 */
export function codeLabels(input: LabelsInput, name: string, classes?: LabelList): CodedLabels {
  const coded = codeOccurring(input, name);
  if (classes === undefined) return coded;
  const places = new Map<Label, number>(classes.map((label, code) => [label, code]));
  const translation = coded.classes.map((label) => places.get(label) ?? -1);
  const codes = coded.codes.map((code) => translation[code] ?? -1);
  const row = codes.indexOf(-1);
  if (row < 0) return { classes, codes };
  throw new DataError(`row ${row}`, {
    where: name,
    got: showLabel(coded.classes[coded.codes[row] ?? -1]),
    expected: `one of the labels ${showLabels(classes)}`,
  });
}

function encodeBoth(truth: Values, predicted: Values): Codes {
  const names = ["yTrue", "yPredicted"];
  const kinds = [truth, predicted].map((values) => (isStrings(values) ? "strings" : "numbers"));
  if (isStrings(truth) && isStrings(predicted)) return encodeStrings([truth, predicted], names);
  if (!isStrings(truth) && !isStrings(predicted)) return encodeNumbers([truth, predicted], names);
  throw new DataError("yTrue and yPredicted have labels of different kinds", {
    got: kinds.join(" and "),
    fix: "Write both with the same labels",
  });
}

/**
 * True and predicted labels as codes of the classes that occur in either.
 *
 * @throws {DataError} naming the row, for what is no label; for strings beside numbers, different lengths, no rows.
 */
export function codePair(yTrue: LabelsInput, yPredicted: LabelsInput): CodedPair {
  const { values: truth } = readLabels(yTrue, "yTrue");
  const { values: predicted } = readLabels(yPredicted, "yPredicted");
  checkSameRows(["yTrue", truth.length], ["yPredicted", predicted.length]);
  const { classes, codes } = encodeBoth(truth, predicted);
  const [first = new Int32Array(0), second = new Int32Array(0)] = codes;
  return { classes, truth: first, predicted: second, rows: truth.length };
}
