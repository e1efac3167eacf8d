// What compile decides: optimizer, losses and metrics, resolved from names and checked against the model's outputs.
import {
  describeValue,
  isComponent,
  type Loss,
  type LossReduction,
  lossRegistry,
  oneOf,
  suggestName,
} from "../nn/index.ts";
import { ConfigError, type Shape } from "../tensor/index.ts";
import { checkOptions } from "./checkOptions.ts";
import { featureParts } from "./features.ts";
import type { Metric, MetricContext } from "./metric.ts";
import { type MetricName, metricRegistry } from "./metricRegistry.ts";
import type { Optimizer } from "./optimizer.ts";
import { type OptimizerName, optimizerRegistry } from "./optimizerRegistry.ts";
import type { LossOption, LossReference, OutputsRows } from "./rows/outputsRows.ts";

/** A metric under the name that it has in scores and histories. */
export interface NamedMetric {
  readonly name: string;
  readonly metric: Metric;
  /** Whether it counts rows by their sample weights. */
  readonly isWeighted: boolean;
}

/** How one output of a model is judged. */
export interface OutputConfig {
  readonly name: string;
  readonly loss: Loss;
  /** The share of this output's loss in the loss of the model. */
  readonly lossWeight: number;
  readonly metrics: readonly NamedMetric[];
  /** The name of its own loss in scores: only models with several outputs have such. */
  readonly lossName: string | undefined;
}

/** What a model is trained with. */
export interface TrainingConfig {
  readonly optimizer: Optimizer;
  /** One for each output, in their order. */
  readonly outputs: readonly OutputConfig[];
  /** How the losses of rows with weights become one loss. */
  readonly reduction: LossReduction;
}

/** A metric by name, or configured. */
export type MetricReference = MetricName | Metric;

/** What a model is trained with, by names or as objects. */
export interface TrainingOptions<Outputs extends OutputsRows = OutputsRows, Losses = LossOption> {
  /** The rule by which weights are improved: a name, or for instance `adam({ learningRate: 0.01 })`. */
  readonly optimizer: OptimizerName | Optimizer;
  /**
   * What is minimized: a name, for instance `binaryCrossentropy({ fromLogits: true })`, or a function that gives the loss
   * of each row. For models with several outputs one for all of them, or a record with one for each.
   */
  readonly loss: Losses;
  /** The share of each output's loss in the loss of the model. Default 1. */
  readonly lossWeights?: { readonly [Name in keyof Outputs]?: number };
  /** What else is computed for each epoch. Default none. A list for all outputs, or a record with one for each. */
  readonly metrics?: readonly MetricReference[] | { readonly [Name in keyof Outputs]?: readonly MetricReference[] };
  /** The same, with rows counted by their sample weights. */
  readonly weightedMetrics?:
    | readonly MetricReference[]
    | { readonly [Name in keyof Outputs]?: readonly MetricReference[] };
  /**
   * How the losses of rows with weights become one: `"sumOverBatchSize"` (the default, as in Keras) divides their
   * weighted sum by the number of rows, `"meanWithSampleWeight"` by the sum of the weights.
   */
  readonly reduction?: LossReduction;
}

const optionNames = ["optimizer", "loss", "lossWeights", "metrics", "weightedMetrics", "reduction"] as const;

const capitalized = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** One for all outputs, or a record with one for some. */
type OneOrNamed<T> = T | Readonly<Record<string, T | undefined>>;

/** What a list or a record says of one output. */
function forOutput<T>(
  given: OneOrNamed<T> | undefined,
  isWhole: (value: OneOrNamed<T>) => value is T,
  output: string,
): T | undefined {
  if (given === undefined || isWhole(given)) return given;
  return given[output];
}

function checkOutputNames(record: unknown, what: string, outputs: readonly string[]): void {
  if (typeof record !== "object" || record === null) return;
  for (const name of Object.keys(record)) {
    if (outputs.includes(name)) continue;
    throw new ConfigError(what, {
      got: `an entry for "${name}"`,
      expected: `the names of outputs: ${outputs.join(", ")}`,
      fix: suggestName(name, outputs),
    });
  }
}

/** @throws {ConfigError} for metrics that are no list, and no lists by names of outputs. */
function checkMetrics(metrics: unknown, what: string, outputs: readonly string[]): void {
  if (metrics === undefined || Array.isArray(metrics)) return;
  const lists = typeof metrics === "object" && metrics !== null && !isComponent(metrics) ? metrics : undefined;
  checkOutputNames(lists, what, outputs);
  const isList = (value: unknown): boolean => value === undefined || Array.isArray(value);
  if (lists !== undefined && Object.values(lists).every(isList)) return;
  throw new ConfigError(what, { got: describeValue(metrics), expected: 'a list of metrics, such as ["accuracy"]' });
}

const reductions: readonly LossReduction[] = ["sumOverBatchSize", "meanWithSampleWeight", "sum"];

function checkReduction(reduction: LossReduction): LossReduction {
  if (reductions.includes(reduction)) return reduction;
  throw new ConfigError("reduction", { got: describeValue(reduction), ...oneOf(reduction, reductions) });
}

const isWholeLoss = (value: OneOrNamed<LossReference>): value is LossReference =>
  typeof value === "string" || typeof value === "function" || isComponent(value);

type MetricReferences = readonly MetricReference[];
const isWholeList = (value: OneOrNamed<MetricReferences>): value is MetricReferences => Array.isArray(value);

function resolveLoss(reference: LossReference | undefined, output: string): Loss {
  if (reference === undefined) {
    throw new ConfigError("loss", { got: "nothing", expected: `a loss for the output "${output}"` });
  }
  if (typeof reference !== "function") return lossRegistry.resolve(reference, "loss");
  if ("kind" in reference) throw new ConfigError("loss", { got: describeValue(reference), expected: "a loss" });
  return featureParts("lossFunctions", `loss: ${describeValue(reference)}`).lossFromFunction(reference);
}

/** Names that are free: `precision`, then `precision_1`. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 1; taken.has(free); number += 1) free = `${name}_${number}`;
  taken.add(free);
  return free;
}

class ConfigResolver {
  private readonly options: TrainingOptions;
  private readonly outputs: readonly string[];
  private readonly taken = new Set<string>(["loss"]);

  constructor(options: TrainingOptions, outputs: readonly string[]) {
    this.options = options;
    this.outputs = outputs;
    const { loss, lossWeights, metrics, weightedMetrics } = options;
    if (!isWholeLoss(loss)) checkOutputNames(loss, "loss", outputs);
    checkOutputNames(lossWeights, "lossWeights", outputs);
    checkMetrics(metrics, "metrics", outputs);
    checkMetrics(weightedMetrics, "weightedMetrics", outputs);
  }

  private named(output: string, metric: Metric, isWeighted: boolean): NamedMetric {
    const name = this.outputs.length === 1 ? metric.type : `${output}${capitalized(metric.type)}`;
    return { name: freeName(name, this.taken), metric, isWeighted };
  }

  private metrics(output: string, what: "metrics" | "weightedMetrics"): NamedMetric[] {
    const references = forOutput<MetricReferences>(this.options[what], isWholeList, output) ?? [];
    const seen = new Set<string>();
    return references.map((reference) => {
      const metric = metricRegistry.resolve(reference, what);
      const json = JSON.stringify(metric);
      if (seen.has(json)) {
        throw new ConfigError(what, { got: `"${metric.type}" twice`, expected: "each metric once" });
      }
      seen.add(json);
      return this.named(output, metric, what === "weightedMetrics");
    });
  }

  output(name: string): OutputConfig {
    const { loss, lossWeights } = this.options;
    const lossWeight = lossWeights?.[name] ?? 1;
    if (!Number.isFinite(lossWeight)) {
      throw new ConfigError(`lossWeights.${name}`, { got: describeValue(lossWeight), expected: "a number" });
    }
    return {
      name,
      lossWeight,
      loss: resolveLoss(forOutput<LossReference>(loss, isWholeLoss, name), name),
      lossName: this.outputs.length === 1 ? undefined : freeName(`${name}Loss`, this.taken),
      metrics: [...this.metrics(name, "metrics"), ...this.metrics(name, "weightedMetrics")],
    };
  }
}

/**
 * Resolves names.
 *
 * @param outputs the names of the model's outputs.
 * @throws {ConfigError} for an unknown name, with the nearest one, and for a metric that is named twice.
 */
export function resolveTraining(options: TrainingOptions, outputs: readonly string[]): TrainingConfig {
  checkOptions<TrainingOptions & { backend?: unknown }>(options, [...optionNames, "backend"], "compile");
  const resolver = new ConfigResolver(options, outputs);
  return {
    optimizer: optimizerRegistry.resolve(options.optimizer, "optimizer"),
    outputs: outputs.map((name) => resolver.output(name)),
    reduction: checkReduction(options.reduction ?? "sumOverBatchSize"),
  };
}

/** Checks that the losses can be used with such outputs. @throws {ConfigError} when they cannot. */
export function checkLosses({ outputs }: TrainingConfig, shapes: readonly Shape[]): void {
  outputs.forEach(({ loss }, position) => void loss.targets(shapes[position] ?? []));
}

/** What the metrics may know: predictions count as yes from the middle of their range on. */
export function metricContext({ loss }: OutputConfig): MetricContext {
  return { threshold: loss.fromLogits ? 0 : 0.5, logits: loss.logits };
}

/** Every metric of every output. */
export function allMetrics({ outputs }: TrainingConfig): readonly NamedMetric[] {
  return outputs.flatMap(({ metrics }) => metrics);
}
