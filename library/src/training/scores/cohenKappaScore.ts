// cohenKappaScore: agreement of two judges beyond chance.
import type { ArrayInput } from "../../data/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { confusionCounts } from "./counts/confusionCounts.ts";
import { readWeights } from "./inputs/columns.ts";
import type { LabelList } from "./inputs/label.ts";
import { codePair, type LabelsInput } from "./inputs/labels.ts";
import { sum } from "./inputs/sum.ts";

/** Options of `cohenKappaScore`. */
export interface CohenKappaOptions {
  /** Labels that count, in an order that matters for `weights`. Default: all, ascending. */
  readonly labels?: LabelList;
  /** How bad it is to be some labels apart: by their distance, or its square. Default: all errors are equal. */
  readonly weights?: "linear" | "quadratic";
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
  /** The result where it is 0 / 0: with a single class. Default: NaN. */
  readonly replaceUndefinedBy?: number;
}

function penalty(weights: CohenKappaOptions["weights"]): (distance: number) => number {
  switch (weights) {
    case undefined:
      return (distance) => Number(distance !== 0);
    case "linear":
      return (distance) => distance;
    case "quadratic":
      return (distance) => distance ** 2;
    default:
      throw new ConfigError("weights", { got: String(weights), expected: '"linear" or "quadratic"' });
  }
}

/**
 * Cohen's kappa, 1 - disagreement / disagreement by chance: scikit-learn's `cohen_kappa_score`.
 *
 * @param y1 the class of each row: whole numbers or strings, or one-hot rows.
 * @param y2 what another judge says.
 * @returns at most 1; 0 for agreement by chance.
 * @throws {DataError} as `accuracyScore` does, and when none of `labels` occurs in `y1`.
 */
export function cohenKappaScore(
  y1: LabelsInput,
  y2: LabelsInput,
  { labels, weights, sampleWeight, replaceUndefinedBy = Number.NaN }: CohenKappaOptions = {},
): number {
  const penaltyOf = penalty(weights);
  const pair = codePair(y1, y2);
  const counts = confusionCounts(pair, labels, readWeights(sampleWeight, pair.rows));
  const size = labels?.length ?? pair.classes.length;
  const byRow = Float64Array.from({ length: size }, (_, row) => sum(counts.subarray(row * size, (row + 1) * size)));
  const byColumn = Float64Array.from({ length: size }, (_, column) =>
    sum(counts.filter((_, cell) => cell % size === column)),
  );
  const total = sum(byRow);
  const penalties = counts.map((_, cell) => penaltyOf(Math.abs(Math.floor(cell / size) - (cell % size))));
  const expected = counts.map(
    (_, cell) => ((byRow[Math.floor(cell / size)] ?? 0) * (byColumn[cell % size] ?? 0)) / total,
  );
  const found = sum(counts.map((count, cell) => count * (penalties[cell] ?? 0)));
  const chance = sum(expected.map((count, cell) => count * (penalties[cell] ?? 0)));
  return total === 0 || chance === 0 ? replaceUndefinedBy : 1 - found / chance;
}
