// r2Score: the coefficient of determination.
import { choice, optional, targetRows } from "../../nn/index.ts";
import { constant, square, subtract } from "../../ops/index.ts";
import { defineMetric, type Totals } from "../metric.ts";
import { columnSums, ratio } from "../totals/index.ts";

/** What the predictions of a column leave unexplained, and how much there is to explain. */
interface Variation {
  readonly residual: number;
  readonly total: number;
}

/** Sums of squares of float32 numbers differ from those of equal numbers by less than this share, by rounding alone. */
const roundingShare = 1e-6;

function variations({ residuals, sums, squares, counts }: Totals): Variation[] {
  return Array.from(residuals ?? [], (residual, column) => {
    const [sum, square] = [sums?.[column] ?? 0, squares?.[column] ?? 0];
    const total = square - ratio(sum * sum, counts?.[column] ?? 0);
    return { residual, total: total <= roundingShare * square ? 0 : total };
  });
}

function scoreOf({ residual, total }: Variation): number {
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

/**
 * `1 - sum((y - p)^2) / sum((y - mean(y))^2)` for each output: 1 for perfect predictions, 0 for those that are no better
 * than the mean, negative for worse ones. Where the targets are all equal it is 0, or 1 for perfect predictions, as in
 * scikit-learn.
 *
 * With `classAggregation: "uniformAverage"` (default) the scores of the outputs are averaged;
 * `"varianceWeightedAverage"` weighs them by the variance of the targets.
 *
 * Sums are float32 within a batch: targets whose spread is less than a thousandth of their mean are taken for equal.
 */
export const r2Score = defineMetric({
  name: "r2Score",
  description: "Share of the targets' variance that predictions explain",
  config: {
    classAggregation: optional(
      choice(["uniformAverage", "varianceWeightedAverage"], "How the scores of several outputs become one"),
      "uniformAverage",
    ),
  },
  better: "larger",
  totals: (yTrue, yPredicted, context) => {
    const y = targetRows(yTrue, yPredicted);
    return {
      residuals: columnSums(square(subtract(y, yPredicted)), context),
      sums: columnSums(y, context),
      squares: columnSums(square(y), context),
      counts: columnSums(constant(1, { shape: y.shape }), context),
    };
  },
  result: (totals, _rows, { classAggregation }) => {
    const columns = variations(totals);
    const ofAll = columns.reduce((sum, { total }) => sum + total, 0);
    const share = ({ total }: Variation): number =>
      classAggregation === "uniformAverage" || ofAll === 0 ? 1 / columns.length : total / ofAll;
    return columns.reduce((sum, column) => sum + share(column) * scoreOf(column), 0);
  },
});
