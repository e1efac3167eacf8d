// Scores of single labels, and their averages over labels.
import { ConfigError, DataError } from "../../../tensor/index.ts";
import { readWeights } from "../inputs/columns.ts";
import { type Label, showLabel, showLabels } from "../inputs/label.ts";
import { type CodedPair, codePair, type LabelsInput } from "../inputs/labels.ts";
import { sum } from "../inputs/sum.ts";
import { type CountOptions, type LabelCounts, labelCounts } from "./labelCounts.ts";

/**
 * How scores of several labels become one: `"binary"` the positive label's alone, `"micro"` from the sums of all
 * counts, `"macro"` their mean, `"weighted"` their mean weighted by support, `"none"` all of them as they are.
 */
export type Average = "binary" | "micro" | "macro" | "weighted" | "none";

/** Options of scores that are computed label by label. */
export interface LabelScoreOptions extends CountOptions {
  /** The positive class of `average: "binary"`. Default: 1. */
  readonly posLabel?: Label;
  /** What a score of 0 / 0 is: 0, 1 or NaN, which averages leave out. Default: 0. */
  readonly zeroDivision?: number;
}

/** With an average: one number. */
export interface Averaged {
  readonly average?: Exclude<Average, "none">;
}

/** Without an average: one number for each label. */
export interface Unaveraged {
  readonly average: "none";
}

/** Options with any average. */
export type AnyAverage = LabelScoreOptions & { readonly average?: Average };

/** Checked counts for an average, and how to make one number of the labels' scores. */
export interface Averaging {
  readonly average: Average;
  readonly zeroDivision: number;
  readonly counts: LabelCounts;
}

/** Numerators and denominators of a score, one for each label. */
type Ratio = (counts: LabelCounts) => readonly [numerators: Float64Array, denominators: Float64Array];

const averages: readonly string[] = ["binary", "micro", "macro", "weighted", "none"] satisfies Average[];

function checkAverage(average: string, { classes }: CodedPair, posLabel: Label): void {
  if (!averages.includes(average)) {
    throw new ConfigError("average", { got: JSON.stringify(average), expected: averages.join(", ") });
  }
  if (average !== "binary") return;
  if (classes.length > 2) {
    throw new ConfigError("average", {
      got: `"binary" for ${classes.length} labels, ${showLabels(classes)}`,
      expected: '"micro", "macro", "weighted" or "none"',
      fix: 'Name an average: { average: "macro" }',
    });
  }
  if (classes.includes(posLabel) || classes.length < 2) return;
  throw new DataError("does not occur", {
    where: "posLabel",
    got: showLabel(posLabel),
    expected: `one of the labels ${showLabels(classes)}`,
    fix: `Name the positive class: { posLabel: ${showLabel(classes.at(-1))} }`,
  });
}

function checkedZeroDivision(value: number): number {
  if (value === 0 || value === 1 || Number.isNaN(value)) return value;
  throw new ConfigError("zeroDivision", { got: String(value), expected: "0, 1 or NaN" });
}

/**
 * Counts as an average needs them.
 *
 * @throws {ConfigError} for an average that does not exist or does not fit; {DataError} for labels that do not fit.
 */
export function readAveraging(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: AnyAverage,
  byDefault: Average,
): Averaging {
  const { average = byDefault, posLabel = 1, zeroDivision = 0, labels, sampleWeight } = options;
  const pair = codePair(yTrue, yPredicted);
  checkAverage(average, pair, posLabel);
  const selected = average === "binary" ? [posLabel] : labels;
  const counts = labelCounts(pair, selected, readWeights(sampleWeight, pair.rows));
  return { average, zeroDivision: checkedZeroDivision(zeroDivision), counts };
}

/** Quotients, label by label; `zeroDivision` where there is nothing to divide by. */
function quotients([numerators, denominators]: ReturnType<Ratio>, zeroDivision: number): Float64Array {
  return numerators.map((numerator, place) => {
    const denominator = denominators[place] ?? 0;
    return denominator === 0 ? zeroDivision : numerator / denominator;
  });
}

/** The mean of what is not NaN, weighted unless all weights are 0. */
function meanOf(values: Float64Array, weights: Float64Array | undefined): number {
  const kept = values.filter((value) => !Number.isNaN(value));
  if (weights !== undefined) {
    const keptWeights = weights.filter((_, place) => !Number.isNaN(values[place] ?? 0));
    const total = sum(keptWeights);
    if (total !== 0) return sum(kept.map((value, place) => value * (keptWeights[place] ?? 0))) / total;
  }
  return sum(kept) / kept.length;
}

/** The score of each label. */
export function scoreOfEach({ average, zeroDivision, counts }: Averaging, ratio: Ratio): Float64Array {
  const [numerators, denominators] = ratio(counts);
  if (average !== "micro") return quotients([numerators, denominators], zeroDivision);
  return quotients([Float64Array.of(sum(numerators)), Float64Array.of(sum(denominators))], zeroDivision);
}

/** One number of the labels' scores. */
export function averageOfLabels(averaging: Averaging, ratio: Ratio): number {
  const values = scoreOfEach(averaging, ratio);
  return meanOf(values, averaging.average === "weighted" ? averaging.counts.actual : undefined);
}

/** What the options ask for: one number, or one for each label. */
export function labelScore(
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  options: AnyAverage,
  ratio: Ratio,
): number | Float64Array {
  const averaging = readAveraging(yTrue, yPredicted, options, "binary");
  return averaging.average === "none" ? scoreOfEach(averaging, ratio) : averageOfLabels(averaging, ratio);
}

/** tp / (tp + fp) */
export const precisionRatio: Ratio = ({ truePositives, predicted }) => [truePositives, predicted];

/** tp / (tp + fn) */
export const recallRatio: Ratio = ({ truePositives, actual }) => [truePositives, actual];

/**
 * (1 + β²) tp / (β² (tp + fn) + tp + fp)
 *
 * @throws {ConfigError} for a beta that is negative or NaN.
 */
export function fBetaRatio(beta: number): Ratio {
  if (!(beta >= 0)) throw new ConfigError("beta", { got: String(beta), expected: "a number of at least 0" });
  if (beta === Number.POSITIVE_INFINITY) return recallRatio;
  const square = beta ** 2;
  return ({ truePositives, actual, predicted }) => [
    truePositives.map((count) => (1 + square) * count),
    actual.map((count, place) => square * count + (predicted[place] ?? 0)),
  ];
}

/** tp / (tp + fp + fn) */
export const jaccardRatio: Ratio = ({ truePositives, falsePositives, falseNegatives }) => [
  truePositives,
  truePositives.map((count, place) => count + (falsePositives[place] ?? 0) + (falseNegatives[place] ?? 0)),
];
