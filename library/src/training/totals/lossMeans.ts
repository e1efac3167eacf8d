// Metrics that are the mean of a loss.
import { type Loss, targetRows } from "../../nn/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { MetricContext } from "../metric.ts";
import { meanTotals } from "./rowMeans.ts";

/** Totals for the mean loss of the rows; labels stand for one-hot rows. */
export function lossTotals(
  loss: Loss,
  yTrue: Tensor,
  yPredicted: Tensor,
  context: MetricContext,
): Readonly<Record<string, Tensor>> {
  return meanTotals(loss.call(targetRows(yTrue, yPredicted), yPredicted), context);
}
