// Data to judge, and a metric's value over batches of it, added up as a training does.
import { type Backend, reference, run } from "../../src/backends/index.ts";
import { input } from "../../src/ops/index.ts";
import { NdArray, Random } from "../../src/tensor/index.ts";
import type { Metric, MetricContext } from "../../src/training/metric.ts";

export type Rows = readonly (readonly number[])[];

export interface Judging {
  /** One label for each row, or rows of numbers. */
  readonly y: readonly number[] | Rows;
  readonly p: Rows;
  readonly weights?: readonly number[];
  readonly context?: Omit<MetricContext, "weights">;
  /** Rows in each batch; all in one by default. */
  readonly batchSize?: number;
  readonly backend?: Backend;
}

export const isLabels = (y: Judging["y"]): y is readonly number[] => typeof y[0] === "number";

/** The totals of one batch. */
async function totalsOf(metric: Metric, judging: Judging): Promise<Record<string, NdArray>> {
  const { y, p, weights, context = { threshold: 0.5 }, backend = reference } = judging;
  const columns = p[0]?.length ?? 0;
  const yTrue = isLabels(y) ? input("y", [y.length], "int32") : input("y", [y.length, columns]);
  const rowWeights = weights === undefined ? {} : { weights: input("w", [p.length]) };
  const totals = metric.totals(yTrue, input("p", [p.length, columns]), { ...context, ...rowWeights });
  return run(
    { ...totals },
    {
      y: isLabels(y)
        ? new NdArray(Int32Array.from(y), [y.length])
        : new NdArray(Float64Array.from(y.flat()), yTrue.shape),
      p: new NdArray(Float64Array.from(p.flat()), [p.length, columns]),
      ...(weights === undefined ? {} : { w: new NdArray(Float64Array.from(weights), [weights.length]) }),
    },
    backend,
  );
}

/** The metric over all batches, added up as a training does. */
export async function judge(metric: Metric, judging: Judging): Promise<number> {
  const { y, p, weights, batchSize = p.length } = judging;
  const sums: Record<string, Float64Array> = {};
  for (let start = 0; start < p.length; start += batchSize) {
    const part = <T>(values: readonly T[]): readonly T[] => values.slice(start, start + batchSize);
    const batch = {
      ...judging,
      p: part(p),
      y: isLabels(y) ? part(y) : part(y),
      ...(weights === undefined ? {} : { weights: part(weights) }),
    };
    for (const [name, { data }] of Object.entries(await totalsOf(metric, batch))) {
      sums[name] = Float64Array.from(data, (value, at) => value + (sums[name]?.[at] ?? 0));
    }
  }
  return metric.result(sums, p.length);
}

const random = new Random(7);
const uniform = (): number => random.uniform();
const numbers = (count: number): number[] => Array.from({ length: count }, uniform);
export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
export const average = (values: readonly number[]): number => sum(values) / values.length;
export const argmax = (row: readonly number[]): number => row.indexOf(Math.max(...row));
const oneHotRows = (classes: readonly number[], count: number): number[][] =>
  classes.map((label) => Array.from({ length: count }, (_, at) => (at === label ? 1 : 0)));
export const column = (values: Rows, at: number): number[] => values.map((row) => row[at] ?? Number.NaN);
export const pairs = (y: Rows, p: Rows): (readonly [number, number])[] =>
  y.flatMap((row, at) => row.map((value, place) => [value, p[at]?.[place] ?? Number.NaN] as const));
const softmaxOf = (row: readonly number[]): number[] => row.map((z) => Math.exp(z) / sum(row.map(Math.exp)));

export const rows = 53;
export const labels = numbers(rows).map((u) => Math.floor(u * 4));
export const oneHot = oneHotRows(labels, 4);
/** Probabilities of four classes, right more often than by chance. */
export const classes = labels.map((label) => softmaxOf(numbers(4).map((u, at) => 3 * u + (at === label ? 1 : 0))));
export const binary = numbers(rows).map((u) => [u < 0.4 ? 1 : 0]);
export const yes = binary.map(([y = 0]) => [0.7 * uniform() + 0.3 * y]);
export const flags = numbers(rows).map(() => numbers(3).map((u) => (u < 0.3 ? 1 : 0)));
export const flagScores = flags.map((row) => row.map((y) => 0.8 * uniform() + 0.2 * y));
export const targets = numbers(rows).map(() => numbers(3).map((u) => 4 * u + 0.5));
export const guesses = targets.map((row) => row.map((y) => y + uniform() - 0.4));
export const weights = numbers(rows).map((u) => Math.floor(3 * u));
