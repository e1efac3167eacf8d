// classificationReport: precision, recall, F1 and support of each class as a table, or as an object.
import { ConfigError } from "../../tensor/index.ts";
import { accuracyScore } from "./accuracyScore.ts";
import type { LabelsInput } from "./inputs/labels.ts";
import { alignRight, showFloat, toFixedEven } from "./reports/pythonNumbers.ts";
import { type ClassificationReport, type ReportOptions, type ReportRow, reportRows } from "./reports/reportRows.ts";

/** Options of `classificationReport` as text. */
export interface ReportTextOptions extends ReportOptions {
  /** Decimals of the scores. Default: 2. */
  readonly digits?: number;
  /** Numbers instead of text. Default: false. */
  readonly outputDict?: false;
}

/** Options of `classificationReport` as an object. */
export interface ReportObjectOptions extends ReportOptions {
  readonly outputDict: true;
}

/** How wide each column of numbers is. */
const columnWidth = 9;

/** Turns a report into lines; supports that are no whole numbers have the decimals they have. */
function formatter(width: number, digits: number, areFloats: boolean) {
  const line = (name: string, cells: readonly string[]): string =>
    `${alignRight(name, width)} ${cells.map((cell) => ` ${alignRight(cell, columnWidth)}`).join("")}\n`;
  const score = (value: number): string => toFixedEven(value, digits);
  const support = (value: number): string => (areFloats ? showFloat(value) : String(value));
  const row = (name: string, { precision, recall, f1Score, support: count }: ReportRow): string =>
    line(name, [score(precision), score(recall), score(f1Score), support(count)]);
  return { line, row, score, support };
}

function textOf(report: ClassificationReport, digits: number, areFloats: boolean): string {
  const longest = Math.max(...report.classes.map(({ name }) => [...name].length));
  const { line, row, score, support } = formatter(Math.max(longest, "weighted avg".length, digits), digits, areFloats);
  const { accuracy, microAverage, macroAverage, weightedAverage } = report;
  const total = support(macroAverage.support);
  return [
    line("", ["precision", "recall", "f1-score", "support"]),
    "\n",
    ...report.classes.map(({ name, ...numbers }) => row(name, numbers)),
    "\n",
    accuracy === undefined ? "" : line("accuracy", ["", "", score(accuracy), total]),
    microAverage === undefined ? "" : row("micro avg", microAverage),
    row("macro avg", macroAverage),
    row("weighted avg", weightedAverage),
  ].join("");
}

/**
 * Precision, recall, F1 and support of each class and on average: scikit-learn's `classification_report`, whose text
 * this is, character by character; or the same numbers as an object. Where rows have labels outside of `labels`, the
 * micro average stands in place of the accuracy.
 *
 * @param yTrue the class of each row: whole numbers or strings, or one-hot rows.
 * @param yPredicted predicted classes, or rows of probabilities.
 * @throws {DataError} as `accuracyScore` does; {ConfigError} for other numbers of names than labels, `digits` that are
 * no whole number from 0 to 100.
 *
 * @example
 * ```ts
 * import { classificationReport } from "chainrule";
 * console.log(classificationReport(["cat", "dog", "dog", "dog"], ["cat", "dog", "cat", "dog"]));
 * //               precision    recall  f1-score   support
 * //
 * //          cat       0.50      1.00      0.67         1
 * //          dog       1.00      0.67      0.80         3
 * //
 * //     accuracy                           0.75         4
 * //    macro avg       0.75      0.83      0.73         4
 * // weighted avg       0.88      0.75      0.77         4
 * ```
 */
export function classificationReport(yTrue: LabelsInput, yPredicted: LabelsInput, options?: ReportTextOptions): string;
export function classificationReport(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: ReportObjectOptions,
): ClassificationReport;
export function classificationReport(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: ReportTextOptions | ReportObjectOptions = {},
): string | ClassificationReport {
  const report = reportRows(yTrue, yPredicted, options);
  if (options.outputDict === true) return report;
  const { digits = 2, sampleWeight } = options;
  if (!Number.isInteger(digits) || digits < 0 || digits > 100) {
    throw new ConfigError("digits", { got: String(digits), expected: "a whole number from 0 to 100" });
  }
  // scikit-learn counts in floating point with weights, and also where no prediction at all is right.
  const areFloats = sampleWeight !== undefined || accuracyScore(yTrue, yPredicted) === 0;
  return textOf(report, digits, areFloats);
}
