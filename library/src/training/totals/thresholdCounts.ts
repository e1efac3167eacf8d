// Decisions at many thresholds at once, from a histogram of the predictions.
import {
  add,
  cast,
  clip,
  floor,
  iota,
  multiply,
  negate,
  relu,
  reshape,
  scatterAdd,
  subtract,
} from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { MetricContext, Totals } from "../metric.ts";
import { truthRows } from "./confusionCounts.ts";
import { weighted } from "./rowMeans.ts";

/**
 * The place of probabilities among `buckets` between evenly spaced thresholds: those above the threshold `i`, and not
 * above the next, are in bucket `i`; 0 is in the first one.
 */
function bucketsOf(probabilities: Tensor, buckets: number): Tensor {
  const scaled = multiply(clip(probabilities, { minimum: 0, maximum: 1 }), buckets - 1);
  const roundedUp = negate(floor(negate(scaled)));
  return relu(subtract(roundedUp, 1));
}

/** Yes and no of the targets counted by bucket and column, column by column: [columns * buckets] each. */
export function thresholdTotals(
  yTrue: Tensor,
  probabilities: Tensor,
  thresholds: number,
  context: MetricContext,
): Readonly<Record<string, Tensor>> {
  const truth = truthRows(yTrue, probabilities);
  const columns = probabilities.shape.at(-1) ?? 1;
  const size = columns * thresholds;
  const firstOfColumn = multiply(cast(iota({ shape: [columns] }), "float"), thresholds);
  const places = reshape(cast(add(bucketsOf(probabilities, thresholds), firstOfColumn), "int32"), [-1]);
  const counted = (values: Tensor): Tensor => scatterAdd(reshape(weighted(values, context), [-1]), places, { size });
  return { positives: counted(truth), negatives: counted(subtract(1, truth)) };
}

/** Decisions at each threshold, from the lowest on: how many are above it, of those that are yes and no. */
export interface ThresholdCounts {
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
  readonly positives: number;
  readonly negatives: number;
}

/** For each bucket, what is in it and in those above it. */
function sumsFromAbove(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((_, at) => (sum += values[values.length - 1 - at] ?? 0)).reverse();
}

/** The decisions in each column. */
export function thresholdCounts(totals: Totals, thresholds: number): readonly ThresholdCounts[] {
  const { positives = new Float64Array(), negatives = new Float64Array() } = totals;
  return Array.from({ length: positives.length / thresholds }, (_, column) => {
    const part = (values: Float64Array) => [...values.subarray(column * thresholds, (column + 1) * thresholds)];
    const [truePositives, falsePositives] = [sumsFromAbove(part(positives)), sumsFromAbove(part(negatives))];
    return { truePositives, falsePositives, positives: truePositives[0] ?? 0, negatives: falsePositives[0] ?? 0 };
  });
}

/** The decisions in all columns together. */
export function mergedCounts(columns: readonly ThresholdCounts[]): ThresholdCounts {
  const added = (pick: (counts: ThresholdCounts) => readonly number[]): number[] =>
    (columns[0] === undefined ? [] : pick(columns[0])).map((_, at) =>
      columns.reduce((sum, column) => sum + (pick(column)[at] ?? 0), 0),
    );
  return {
    truePositives: added(({ truePositives }) => truePositives),
    falsePositives: added(({ falsePositives }) => falsePositives),
    positives: columns.reduce((sum, { positives }) => sum + positives, 0),
    negatives: columns.reduce((sum, { negatives }) => sum + negatives, 0),
  };
}
