// rocPoints: false and true positives as shares of the negative and positive rows, at every threshold.
import { DataError } from "../../../tensor/index.ts";
import type { BinaryScores } from "../inputs/binaryScores.ts";
import { fromNothing, keepPoints, thresholdCounts } from "./thresholdCounts.ts";

/** A curve of true against false positives; thresholds fall from Infinity. */
export interface RocCurve {
  /** False positive rate: the share of the negative rows whose score is at least the threshold. */
  readonly fpr: Float64Array;
  /** True positive rate: the share of the positive rows whose score is at least the threshold. */
  readonly tpr: Float64Array;
  readonly thresholds: Float64Array;
}

/** Whether a curve bends at a point: its step before and its step after differ. */
function bendsAt(values: Float64Array, place: number): boolean {
  const [before = 0, here = 0, after = 0] = [values[place - 1], values[place], values[place + 1]];
  return after - here - (here - before) !== 0;
}

/** @throws {DataError} when all rows that count are of one class. */
export function checkBothClasses(positive: number, negative: number, where: string): void {
  if (positive > 0 && negative > 0) return;
  throw new DataError("there are rows of one class only", {
    where,
    got: positive > 0 ? "no negative row" : "no positive row",
    expected: "rows of both classes",
  });
}

/**
 * The curve of true against false positives.
 *
 * @param dropIntermediate whether points on straight stretches are left out.
 * @throws {DataError} when all rows are of one class.
 */
export function rocPoints(scores: BinaryScores, dropIntermediate: boolean, where = "yTrue"): RocCurve {
  const all = thresholdCounts(scores);
  const bends = (place: number): boolean => bendsAt(all.falsePositives, place) || bendsAt(all.truePositives, place);
  const { truePositives, falsePositives, thresholds } = fromNothing(dropIntermediate ? keepPoints(all, bends) : all);
  const [positive, negative] = [truePositives.at(-1) ?? 0, falsePositives.at(-1) ?? 0];
  checkBothClasses(positive, negative, where);
  return {
    fpr: falsePositives.map((count) => count / negative),
    tpr: truePositives.map((count) => count / positive),
    thresholds,
  };
}

/** The area under a curve by trapezia, from x falling or rising. */
export function trapezia(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let area = 0;
  for (let place = 1; place < x.length; place += 1) {
    area += (((x[place] ?? 0) - (x[place - 1] ?? 0)) * ((y[place] ?? 0) + (y[place - 1] ?? 0))) / 2;
  }
  return area;
}
