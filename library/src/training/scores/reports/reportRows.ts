// The rows of a classification report: one for each class, and the averages.
import type { ArrayInput } from "../../../data/index.ts";
import { ConfigError } from "../../../tensor/index.ts";
import {
  type Average,
  averageOfLabels,
  fBetaRatio,
  precisionRatio,
  readAveraging,
  recallRatio,
  scoreOfEach,
} from "../counts/averages.ts";
import type { LabelList } from "../inputs/label.ts";
import { codePair, type LabelsInput } from "../inputs/labels.ts";
import { sum } from "../inputs/sum.ts";

/** Options of what a classification report holds. */
export interface ReportOptions {
  /** Labels to report, in this order. Default: all that occur in truth or predictions, ascending. */
  readonly labels?: LabelList;
  /** Names of the labels, in their order. Default: the labels themselves. */
  readonly targetNames?: readonly string[];
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
  /** What a score of 0 / 0 is: 0, 1 or NaN, which averages leave out. Default: 0. */
  readonly zeroDivision?: number;
}

/** What is said of a class, or on average. */
export interface ReportRow {
  readonly precision: number;
  readonly recall: number;
  readonly f1Score: number;
  /** Rows, or the sum of their weights. */
  readonly support: number;
}

/** A classification report as numbers. */
export interface ClassificationReport {
  readonly classes: readonly (ReportRow & { readonly name: string })[];
  /** The share of right predictions, where no row has a label outside of the report. */
  readonly accuracy?: number;
  /** From the sums of all counts; in place of the accuracy where rows have labels outside of the report. */
  readonly microAverage?: ReportRow;
  /** The mean over the classes. */
  readonly macroAverage: ReportRow;
  /** The mean over the classes, weighted by their support. */
  readonly weightedAverage: ReportRow;
}

function namesOf(labels: readonly (number | string)[], names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return labels.map(String);
  if (names.length === labels.length) return names;
  throw new ConfigError("targetNames", {
    got: `${names.length} names`,
    expected: `${labels.length}, one for each label`,
    fix: "Name the labels of the report by the option labels",
  });
}

/**
 * Everything that a classification report says.
 *
 * @throws {DataError} for data that do not fit; {ConfigError} for names or labels that do not.
 */
export function reportRows(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  { labels, targetNames, ...options }: ReportOptions,
): ClassificationReport {
  const { classes } = codePair(yTrue, yPredicted);
  const settings = labels === undefined ? options : { ...options, labels };
  const each = readAveraging(yTrue, yPredicted, settings, "none");
  const [precision, recall, f1] = [precisionRatio, recallRatio, fBetaRatio(1)].map((ratio) => scoreOfEach(each, ratio));
  const { labels: reported, actual } = each.counts;
  const support = sum(actual);
  const average = (kind: Average): ReportRow => {
    const averaging = { ...each, average: kind };
    return {
      precision: averageOfLabels(averaging, precisionRatio),
      recall: averageOfLabels(averaging, recallRatio),
      f1Score: averageOfLabels(averaging, fBetaRatio(1)),
      support,
    };
  };
  const names = namesOf(reported, targetNames);
  const isWhole = classes.every((label) => reported.includes(label));
  const micro = average("micro");
  return {
    classes: names.map((name, place) => ({
      name,
      precision: precision?.[place] ?? 0,
      recall: recall?.[place] ?? 0,
      f1Score: f1?.[place] ?? 0,
      support: actual[place] ?? 0,
    })),
    ...(isWhole ? { accuracy: micro.precision } : { microAverage: micro }),
    macroAverage: average("macro"),
    weightedAverage: average("weighted"),
  };
}
