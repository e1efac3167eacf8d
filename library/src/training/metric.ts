// What a metric is, and how one is defined: totals that add up from batch to batch, and what follows from them.
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
  type LogitsActivation,
} from "../nn/index.ts";
import type { Tensor } from "../tensor/index.ts";

/** What a metric may know besides targets and predictions. */
export interface MetricContext {
  /** Predictions of one output above this count as yes: 0.5 for probabilities, 0 for logits. */
  readonly threshold: number;
  /** What turns predictions into probabilities where the loss takes logits. */
  readonly logits?: LogitsActivation | undefined;
  /**
   * How much each row counts [batch]; every row counts 1 where it is missing. A metric that is to be used among
   * `weightedMetrics` multiplies what it adds up by it, and adds up the weights themselves where it needs their sum.
   */
  readonly weights?: Tensor | undefined;
}

/** The totals of a metric over all rows so far; a scalar total is an array of one number. */
export type Totals = Readonly<Record<string, Float64Array>>;

/** A number by which a model is judged, configured. */
export interface Metric extends Component<"metric"> {
  /** Which values are better. */
  readonly better: "larger" | "smaller";
  /** Floats that add up from batch to batch, of any shape. */
  totals(yTrue: Tensor, yPredicted: Tensor, context: MetricContext): Readonly<Record<string, Tensor>>;
  /** The metric, from the totals of all batches and the number of their rows. */
  result(totals: Totals, rows: number): number;
}

/** The description of a metric. */
export interface MetricDefinition<F extends Fields> extends ComponentDefinition<F> {
  /** Which values are better. */
  readonly better: "larger" | "smaller";
  /** Floats that add up from batch to batch, written in operations. */
  totals(
    yTrue: Tensor,
    yPredicted: Tensor,
    context: MetricContext,
    config: ConfigOf<F>,
  ): Readonly<Record<string, Tensor>>;
  /** The metric, from the totals of all batches and the number of their rows. */
  result(totals: Totals, rows: number, config: ConfigOf<F>): number;
}

/**
 * Defines a metric of one's own.
 *
 * @example
 * ```ts
 * import { defineMetric, ops } from "chainrule";
 * const rootMeanSquaredError = defineMetric({
 *   name: "rootMeanSquaredError",
 *   description: "Square root of the mean squared difference",
 *   better: "smaller",
 *   totals: (yTrue, yPredicted) => ({
 *     squares: ops.sum(ops.mean(ops.square(ops.subtract(yTrue, yPredicted)), { axes: -1 })),
 *   }),
 *   result: ({ squares }, rows) => Math.sqrt((squares?.[0] ?? 0) / rows),
 * });
 * console.log(rootMeanSquaredError().type); // rootMeanSquaredError
 * ```
 */
export function defineMetric<const F extends Fields = Record<never, never>>(
  definition: MetricDefinition<F>,
): Factory<"metric", F, Metric> {
  return defineComponent("metric", definition, (config) => ({
    better: definition.better,
    totals: (yTrue: Tensor, yPredicted: Tensor, context: MetricContext) =>
      definition.totals(yTrue, yPredicted, context, config),
    result: (totals: Totals, rows: number) => definition.result(totals, rows, config),
  }));
}
