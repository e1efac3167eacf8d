// Means over rows: the total of what the rows have, and of what they count.
import { mean, multiply, reshape, sum } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { MetricContext, Totals } from "../metric.ts";

/** Values [batch, ...] times the weights of their rows. */
export function weighted(values: Tensor, { weights }: MetricContext): Tensor {
  if (weights === undefined) return values;
  const [rows = 0] = values.shape;
  return multiply(values, reshape(weights, [rows, ...values.shape.slice(1).map(() => 1)]));
}

/** The sum over all axes but the last: one number for each column. */
export function columnSums(values: Tensor, context: MetricContext): Tensor {
  return sum(weighted(values, context), { axes: values.shape.map((_, axis) => axis).slice(0, -1) });
}

/** Totals for the mean over rows; what is left of a row [batch, ...] is averaged first. */
export function meanTotals(values: Tensor, context: MetricContext): Readonly<Record<string, Tensor>> {
  const axes = values.shape.map((_, axis) => axis).slice(1);
  const ofRows = axes.length === 0 ? values : mean(values, { axes });
  const total = sum(weighted(ofRows, context));
  return context.weights === undefined ? { total } : { total, weight: sum(context.weights) };
}

/** A total that is one number. */
export function scalarTotal(totals: Totals, name: string): number {
  return totals[name]?.[0] ?? 0;
}

/** `a / b`, and 0 where `b` is 0: nothing was counted. */
export function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

/** The mean over rows, from {@link meanTotals}: 0 where no row counts. */
export function meanOfTotals(totals: Totals, rows: number): number {
  return ratio(scalarTotal(totals, "total"), totals.weight === undefined ? rows : scalarTotal(totals, "weight"));
}
