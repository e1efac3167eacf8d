// findLearningRate: tries learning rates from small to large on a copy of a model.
import { type ConfigOf, configure, decimal, type OptionsOf, objectField, optional, wholeNumber } from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";
import type { BatchProgress, CallbackHandlers, TrainingContext } from "./callback.ts";
import type { Model } from "./model.ts";
import type { DataInput } from "./rows/rows.ts";

const fields = {
  minimum: optional(decimal({ minimum: 0, exclusive: "minimum", description: "The rate of the first step" }), 1e-7),
  maximum: optional(decimal({ minimum: 0, exclusive: "minimum", description: "The rate of the last step" }), 10),
  steps: optional(wholeNumber({ minimum: 2, description: "How many rates are tried, one in each step" }), 100),
  batchSize: optional(wholeNumber({ minimum: 1, description: "Rows in each step" }), 32),
  radius: optional(wholeNumber({ minimum: 1, description: "Losses on each side that smooth the curve" }), 5),
  divergence: optional(
    decimal({ minimum: 1, exclusive: "minimum", description: "Multiple of the lowest loss at which it ends" }),
    4,
  ),
  signal: optional(
    objectField<AbortSignal>((value) => value instanceof AbortSignal, "an AbortSignal", "Ends it when it is aborted"),
  ),
};

/** Options of {@link findLearningRate}. */
export type LearningRateOptions = OptionsOf<typeof fields>;

type LearningRateConfig = ConfigOf<typeof fields>;

/** Rates that were tried, and what came of them. */
export interface LearningRateCurve {
  /** From small to large, each larger by the same factor. */
  readonly rates: readonly number[];
  /** The loss of the next batch after the step with that rate. */
  readonly losses: readonly number[];
  /** The same without the noise of the batches: means of neighbours, as many before as after. */
  readonly smoothedLosses: readonly number[];
  /** The rate at which the loss falls most; undefined where it does not fall. */
  readonly suggestion: number | undefined;
  /** Whether it ended before the largest rate, since the loss rose. */
  readonly diverged: boolean;
}

/** Losses around a step, as many before as after: fewer near the ends. */
function neighbours(losses: readonly number[], step: number, radius: number): readonly number[] {
  const reach = Math.min(radius, step, losses.length - 1 - step);
  return losses.slice(step - reach, step + reach + 1);
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The slope of the line that fits losses at equal distances best. */
function slopeOf(losses: readonly number[]): number {
  const middle = (losses.length - 1) / 2;
  let [products, squares] = [0, 0];
  for (const [index, loss] of losses.entries()) {
    products += (index - middle) * loss;
    squares += (index - middle) ** 2;
  }
  return squares === 0 ? 0 : products / squares;
}

/** Where the curve falls most, up to its lowest place; left out where there are too few neighbours to tell. */
function steepest(losses: readonly number[], smoothed: readonly number[], radius: number): number | undefined {
  const lowest = smoothed.indexOf(Math.min(...smoothed));
  let found: number | undefined;
  let slope = 0;
  for (let step = radius; step <= Math.min(lowest, losses.length - 1 - radius); step += 1) {
    const own = slopeOf(neighbours(losses, step, radius));
    if (own < slope) {
      slope = own;
      found = step;
    }
  }
  return found;
}

/** Sets the rate of each step and watches the loss. */
class RangeTest implements CallbackHandlers {
  readonly rates: number[] = [];
  readonly losses: number[] = [];
  diverged = false;
  private readonly config: LearningRateConfig;
  private lowest = Number.POSITIVE_INFINITY;

  constructor(config: LearningRateConfig) {
    this.config = config;
  }

  private rate(step: number): number {
    const { minimum, maximum, steps } = this.config;
    return minimum * (maximum / minimum) ** (step / (steps - 1));
  }

  onTrainBegin(context: TrainingContext): void {
    context.learningRate = this.rate(0);
  }

  onBatchEnd({ batchLoss }: BatchProgress, context: TrainingContext): void {
    // The loss is from before this batch's step: what came of the step before.
    if (this.rates.length > this.losses.length) this.judge(batchLoss, context);
    this.rates.push(context.learningRate);
    if (this.losses.length === this.config.steps) context.stop("all rates were tried");
    else context.learningRate = this.rate(this.rates.length);
  }

  private judge(loss: number, context: TrainingContext): void {
    const { radius, divergence } = this.config;
    this.losses.push(loss);
    const mean = meanOf(this.losses.slice(-radius));
    this.lowest = Math.min(this.lowest, mean);
    if (mean > this.lowest + (divergence - 1) * Math.abs(this.lowest)) this.end(context);
  }

  onDivergence(_error: unknown, context: TrainingContext): void {
    this.end(context);
  }

  private end(context: TrainingContext): void {
    this.diverged = true;
    context.stop("the loss rises");
  }
}

/**
 * Leslie Smith's range test ("Cyclical Learning Rates for Training Neural Networks", 2015): trains a copy of the model with
 * rates that grow from step to step, each by the same factor, until the loss (the mean of some batches) rises to
 * `divergence` times its lowest. The model itself is not changed.
 *
 * The suggestion is the rate at which the loss falls most from step to step: a rate to begin with. Noisy losses make it
 * uncertain; larger batches and more steps make it less so.
 *
 * @param x rows of features. @param y targets, as `fit` takes them.
 * @throws {ConfigError} where the model is not compiled, or its optimizer's rate cannot be set: it follows a schedule.
 *
 * @example
 * ```ts
 * import { dense, findLearningRate, sequential } from "chainrule";
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * const x = Array.from({ length: 64 }, (_, row) => [Math.sin(row)]);
 * const { suggestion = 0, diverged } = await findLearningRate(model, x, x);
 * console.log(diverged, suggestion > 1e-3 && suggestion < 10); // true true
 * ```
 */
export async function findLearningRate(
  model: Model,
  x: DataInput,
  y: DataInput,
  options: LearningRateOptions = {},
): Promise<LearningRateCurve> {
  const config = configure(fields, options, "findLearningRate");
  const { minimum, maximum, steps, batchSize, signal, radius } = config;
  if (minimum >= maximum) {
    const expected = `less than maximum, which is ${maximum}`;
    throw new ConfigError("minimum", { where: "findLearningRate", got: String(minimum), expected });
  }
  const test = new RangeTest(config);
  const copy = await model.clone();
  // One step more than rates: the loss after the last one is seen in it.
  await copy.fit(x, y, { epochs: steps + 1, batchSize, callbacks: [test], ...(signal && { signal }) });
  const { losses, diverged } = test;
  const rates = test.rates.slice(0, losses.length);
  const smoothedLosses = losses.map((_, step) => meanOf(neighbours(losses, step, radius)));
  const found = steepest(losses, smoothedLosses, radius);
  return { rates, losses, smoothedLosses, suggestion: found === undefined ? undefined : rates[found], diverged };
}
