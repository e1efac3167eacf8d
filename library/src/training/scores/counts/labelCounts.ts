// labelCounts: right and wrong predictions of each class against all others.
import type { ArrayInput } from "../../../data/index.ts";
import { checkLabels, type Label, type LabelList } from "../inputs/label.ts";
import type { CodedPair } from "../inputs/labels.ts";

/** Sums of weights, or numbers of rows, for each label. */
export interface LabelCounts {
  readonly labels: readonly Label[];
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly falseNegatives: Float64Array;
  /** Rows of the class, support. */
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/** Which labels are counted, and how much each row. */
export interface CountOptions {
  /** Labels to report, in this order. Default: all that occur in truth or predictions, ascending. */
  readonly labels?: LabelList;
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/**
 * Counts for each label.
 *
 * @param labels which, in this order; by default all that occur.
 * @throws {ConfigError} for a label that is named twice.
 */
export function labelCounts(
  { truth, predicted, rows, classes }: CodedPair,
  labels?: readonly Label[],
  weights?: Float64Array,
): LabelCounts {
  checkLabels(labels);
  const hits = new Float64Array(classes.length);
  const actual = new Float64Array(classes.length);
  const said = new Float64Array(classes.length);
  for (let row = 0; row < rows; row += 1) {
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    const is = truth[row] ?? 0;
    const answer = predicted[row] ?? 0;
    actual[is] = (actual[is] ?? 0) + weight;
    said[answer] = (said[answer] ?? 0) + weight;
    if (is === answer) hits[is] = (hits[is] ?? 0) + weight;
  }
  return pick(labels ?? classes, classes, { hits, actual, said });
}

function pick(
  labels: readonly Label[],
  classes: readonly Label[],
  { hits, actual, said }: Readonly<Record<"hits" | "actual" | "said", Float64Array>>,
): LabelCounts {
  const places = new Map(classes.map((label, place) => [label, place]));
  const of = (counts: Float64Array): Float64Array =>
    Float64Array.from(labels, (label) => counts[places.get(label) ?? -1] ?? 0);
  const truePositives = of(hits);
  const rest = (counts: Float64Array): Float64Array =>
    of(counts).map((count, place) => count - (truePositives[place] ?? 0));
  const [falsePositives, falseNegatives] = [rest(said), rest(actual)];
  // Added up again, so that sums of weights have the last digits that scikit-learn prints.
  const whole = (others: Float64Array): Float64Array =>
    truePositives.map((count, place) => count + (others[place] ?? 0));
  return {
    labels,
    truePositives,
    falsePositives,
    falseNegatives,
    actual: whole(falseNegatives),
    predicted: whole(falsePositives),
  };
}
