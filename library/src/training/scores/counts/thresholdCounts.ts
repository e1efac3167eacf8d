// thresholdCounts: true and false positives at every threshold, the ground of all curves.
import type { BinaryScores } from "../inputs/binaryScores.ts";
import { descendingOrder } from "./descendingOrder.ts";

/** Sums of weights, or numbers of rows, whose score is at least the threshold; thresholds fall. */
export interface ThresholdCounts {
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  /** The distinct scores. */
  readonly thresholds: Float64Array;
}

/** Counts at every distinct score: rows with equal scores come in together. Rows of weight 0 make no threshold. */
export function thresholdCounts({ truth, scores, weights }: BinaryScores): ThresholdCounts {
  const order = descendingOrder(scores);
  const truePositives = new Float64Array(order.length);
  const falsePositives = new Float64Array(order.length);
  const thresholds = new Float64Array(order.length);
  let [found, wrong, count] = [0, 0, 0];
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] ?? 0;
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    if (weight === 0) continue;
    const score = scores[row] ?? 0;
    if (count === 0 || score !== thresholds[count - 1]) {
      thresholds[count] = score;
      count += 1;
    }
    if (truth[row] === 1) found += weight;
    else wrong += weight;
    truePositives[count - 1] = found;
    falsePositives[count - 1] = wrong;
  }
  return {
    truePositives: truePositives.slice(0, count),
    falsePositives: falsePositives.slice(0, count),
    thresholds: thresholds.slice(0, count),
  };
}

/** The points of a curve at which `keep` says so, and always the first and the last. */
export function keepPoints(counts: ThresholdCounts, keep: (place: number) => boolean): ThresholdCounts {
  const last = counts.thresholds.length - 1;
  const isKept = (_: number, place: number): boolean => place === 0 || place === last || keep(place);
  return {
    truePositives: counts.truePositives.filter(isKept),
    falsePositives: counts.falsePositives.filter(isKept),
    thresholds: counts.thresholds.filter(isKept),
  };
}

/** The same with a point before the first, where nothing is said to be positive: its threshold is Infinity. */
export function fromNothing({ truePositives, falsePositives, thresholds }: ThresholdCounts): ThresholdCounts {
  return {
    truePositives: after(0, truePositives),
    falsePositives: after(0, falsePositives),
    thresholds: after(Number.POSITIVE_INFINITY, thresholds),
  };
}

function after(first: number, rest: Float64Array): Float64Array {
  const all = new Float64Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}

/** Whether the true positives change before or after a point: the others lie inside of a straight stretch. */
export function changesAt(truePositives: Float64Array, place: number): boolean {
  const here = truePositives[place];
  return truePositives[place - 1] !== here || truePositives[place + 1] !== here;
}
