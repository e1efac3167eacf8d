// The bootstrap: a score on rows drawn with replacement, and intervals from its distribution.
import { DataError, type Random } from "../../../tensor/index.ts";
import { sortedQuantile } from "../counts/quantile.ts";
import { sum } from "../inputs/sum.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile, normalShare } from "./normal.ts";

/** A score of rows by their numbers. */
export type DrawnScore = (rows: Int32Array) => number;

/** Scores of resamples in ascending order. */
export interface Resampled {
  readonly scores: Float64Array;
  /** How many more were drawn on which the score is not defined. */
  readonly redrawn: number;
}

/** The score, or undefined where these rows have none: a single class, no positive row. */
function scoreOrNone(score: DrawnScore, rows: Int32Array): number | undefined {
  try {
    const value = score(rows);
    return Number.isNaN(value) ? undefined : value;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

/**
 * Scores of resamples, each as many rows as there are, drawn with replacement. A resample on which the score is not
 * defined is drawn again.
 *
 * @throws {DataError} when that happens more often than not.
 */
export function resample(score: DrawnScore, rows: number, resamples: number, random: Random): Resampled {
  const scores = new Float64Array(resamples);
  let [filled, redrawn] = [0, 0];
  while (filled < resamples) {
    const drawn = new Int32Array(rows);
    for (let place = 0; place < rows; place += 1) drawn[place] = random.integer(rows);
    const value = scoreOrNone(score, drawn);
    if (value === undefined) redrawn += 1;
    else {
      scores[filled] = value;
      filled += 1;
    }
    if (redrawn > resamples) {
      throw new DataError("the score is not defined on most of the resamples", {
        where: "confidenceInterval",
        got: `${redrawn} of ${redrawn + filled} without a score`,
        expected: "enough rows of every class",
      });
    }
  }
  return { scores: scores.sort(), redrawn };
}

/** The middle `confidence` of the scores (Efron, 1979). */
export function percentileInterval(scores: Float64Array, confidence: number): Interval {
  const outside = (1 - confidence) / 2;
  return { low: sortedQuantile(scores, outside), high: sortedQuantile(scores, 1 - outside) };
}

/** At most so many groups of rows are left out in turn. */
const mostGroups = 1000;

/** A sixth of the skewness of the score's influence, by leaving out rows, or random groups of them, in turn. */
function acceleration(score: DrawnScore, rows: number, random: Random): number {
  const order = random.permutation(rows);
  const groups = Math.min(rows, mostGroups);
  const values = Float64Array.from({ length: groups }, (_, group) =>
    score(order.filter((_row, place) => place % groups !== group).sort()),
  );
  const mean = sum(values) / groups;
  const cubes = sum(values.map((value) => (mean - value) ** 3));
  const squares = sum(values.map((value) => (mean - value) ** 2));
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/**
 * The bias-corrected and accelerated interval, BCa (Efron, 1987).
 *
 * @throws {DataError} when all resamples lie on one side of the score, and what the score throws on all rows but some.
 */
export function acceleratedInterval(
  { scores }: Resampled,
  confidence: number,
  all: { readonly score: DrawnScore; readonly value: number; readonly rows: number; readonly random: Random },
): Interval {
  const below = scores.filter((value) => value < all.value).length;
  const equal = scores.filter((value) => value === all.value).length;
  const share = (below + equal / 2) / scores.length;
  if (share === 0 || share === 1) {
    throw new DataError("BCa is not defined where all resamples score higher, or all lower, than the rows", {
      where: "confidenceInterval",
      fix: 'Take { method: "bootstrap" }',
    });
  }
  const bias = normalQuantile(share);
  const skewness = acceleration(all.score, all.rows, all.random);
  const end = (outside: number): number => {
    const z = bias + normalQuantile(outside);
    return sortedQuantile(scores, normalShare(bias + z / (1 - skewness * z)));
  };
  return { low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) };
}
