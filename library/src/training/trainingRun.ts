// TrainingRun: one training from its first batch to its last.
import { shuffleStream } from "../nn/index.ts";
import { Random } from "../tensor/index.ts";
import type { BatchProgress, CallbackHandlers, TrainingContext } from "./callback.ts";
import { DivergenceError } from "./divergenceError.ts";
import { evaluateRows } from "./evaluate.ts";
import type { FitConfig } from "./fitOptions.ts";
import { type History, HistoryRecorder, validationName } from "./history.ts";
import type { Model } from "./model.ts";
import type { ModelCore } from "./modelCore.ts";
import { Breath } from "./nextTask.ts";
import type { PreparedRows } from "./rows.ts";
import { ScoreTotals } from "./scoreTotals.ts";
import type { TrainingConfig } from "./trainingConfig.ts";
import type { Snapshot, TrainingSteps } from "./trainingSteps.ts";

/** What a training needs. */
export interface TrainingPlan {
  readonly model: Model;
  readonly core: ModelCore;
  readonly config: TrainingConfig;
  readonly options: FitConfig;
  readonly rows: PreparedRows;
  readonly validation: PreparedRows | undefined;
  readonly handlers: readonly CallbackHandlers[];
}

/** The context that callbacks see. */
class RunContext implements TrainingContext {
  readonly model: Model;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly batches: number;
  readonly rows: number;
  readonly batchSize: number;
  stopReason: string | undefined;
  failure: unknown;
  private readonly core: ModelCore;
  private readonly config: TrainingConfig;

  constructor({ model, core, config, options, rows }: TrainingPlan) {
    this.model = model;
    this.core = core;
    this.config = config;
    this.epochs = options.epochs;
    this.initialEpoch = options.initialEpoch;
    this.rows = rows.rows;
    this.batchSize = Math.min(options.batchSize, rows.rows);
    this.batches = Math.ceil(rows.rows / this.batchSize);
  }
  get learningRate(): number {
    return this.core.learningRate;
  }
  set learningRate(rate: number) {
    this.core.learningRate = rate;
  }
  isLargerBetter(name: string): boolean {
    return this.config.metrics.some(
      ({ type, better }) => better === "larger" && (name === type || name === validationName(type)),
    );
  }
  stop(reason: string): void {
    this.stopReason ??= reason;
  }
}

/** How far an epoch is: one object, renewed after each batch. */
class EpochProgress implements BatchProgress {
  epoch = 0;
  batch = 0;
  batchLoss = 0;
  readonly batches: number;
  private readonly totals: ScoreTotals;

  constructor(batches: number, totals: ScoreTotals) {
    this.batches = batches;
    this.totals = totals;
  }
  get loss(): number {
    return this.totals.loss;
  }
  values(): Readonly<Record<string, number>> {
    return this.totals.scores();
  }
}

/** One training. */
export class TrainingRun {
  readonly context: RunContext;
  private readonly plan: TrainingPlan;
  private readonly steps: TrainingSteps;
  private readonly totals: ScoreTotals;
  private readonly progress: EpochProgress;
  private readonly breath = new Breath();
  private readonly recorder = new HistoryRecorder();
  private readonly batchHandlers: readonly CallbackHandlers[];
  private order: Int32Array;
  /** States with which this epoch began, and the one before. */
  private began: Snapshot | undefined;
  private beganBefore: Snapshot | undefined;
  /** States with which the last epoch ended: copied once, unless a callback changes the weights. */
  private ended: Snapshot | undefined;

  constructor(plan: TrainingPlan, steps: TrainingSteps) {
    this.plan = plan;
    this.steps = steps;
    this.context = new RunContext(plan);
    this.totals = new ScoreTotals(plan.config);
    this.progress = new EpochProgress(this.context.batches, this.totals);
    this.batchHandlers = plan.handlers.filter((handlers) => handlers.onBatchEnd !== undefined);
    this.order = Int32Array.from({ length: plan.rows.rows }, (_, row) => row);
  }

  /** Trains all epochs, or until a callback stops it. */
  async run(): Promise<History> {
    const started = performance.now();
    const { options, handlers, core } = this.plan;
    for (const handler of handlers) await handler.onTrainBegin?.(this.context);
    for (let epoch = options.initialEpoch; epoch < options.epochs; epoch += 1) {
      if (this.context.stopReason !== undefined) break;
      await this.epoch(epoch);
      core.epoch += 1;
    }
    return this.recorder.finish((performance.now() - started) / 1000, this.context.stopReason);
  }

  private async epoch(epoch: number): Promise<void> {
    const started = performance.now();
    const { core, options, handlers } = this.plan;
    for (const handler of handlers) await handler.onEpochBegin?.(epoch, this.context);
    this.beganBefore = this.began;
    this.began = await this.steps.snapshot(this.ended);
    if (options.shuffle) {
      // The second word of the counter is the epoch, so an epoch's order does not depend on the epochs before it.
      this.order = new Random(core.seed, shuffleStream, core.epoch * 2 ** 32).permutation(this.order.length);
    }
    await this.batches(epoch);
    this.ended = await this.checkedWeights(epoch);
    const values = { ...this.totals.scores(), ...(await this.validate()) };
    this.recorder.add(epoch, values);
    const result = { epoch, values, seconds: (performance.now() - started) / 1000 };
    for (const handler of handlers) await handler.onEpochEnd?.(result, this.context);
  }

  private async batches(epoch: number): Promise<void> {
    const { context, totals, order, progress, breath } = this;
    const { signal } = this.plan.options;
    totals.reset();
    progress.epoch = epoch;
    for (let batch = 0; batch < context.batches; batch += 1) {
      const start = batch * context.batchSize;
      const size = Math.min(context.batchSize, order.length - start);
      const running = this.steps.run(order, start, size, totals);
      const loss = running instanceof Promise ? await running : running;
      if (!Number.isFinite(loss)) this.diverged(epoch, batch, loss, order.slice(start, start + size));
      progress.batch = batch;
      progress.batchLoss = loss;
      for (const handler of this.batchHandlers) {
        const handled = handler.onBatchEnd?.(progress, context);
        if (handled instanceof Promise) await handled;
      }
      if (signal?.aborted === true) throw signal.reason;
      if (context.stopReason !== undefined) return;
      if (breath.isDue) await breath.take();
    }
  }

  /** Puts back the last states that began an epoch and gave a finite loss; those of a first batch that failed did not. */
  private diverged(epoch: number, batch: number | undefined, loss: number, rows: Int32Array): never {
    const good = batch === 0 ? (this.beganBefore ?? this.began) : this.began;
    if (good !== undefined) this.steps.restore(good);
    throw new DivergenceError({ epoch, batch, loss, rows: [...rows] });
  }

  /** The last step's loss is from before it: only the weights show whether it went well. */
  private async checkedWeights(epoch: number): Promise<Snapshot> {
    const snapshot = await this.steps.snapshot();
    const { parameters } = snapshot.weights;
    let zero = 0;
    // A product with 0 is 0, or NaN for NaN and the infinities, and NaN stays in the sum.
    for (let index = 0; index < parameters.length; index += 1) zero += (parameters[index] ?? 0) * 0;
    if (zero !== 0) this.diverged(epoch, undefined, Number.NaN, new Int32Array(0));
    return snapshot;
  }

  private async validate(): Promise<Record<string, number>> {
    const { validation, core, config } = this.plan;
    if (validation === undefined) return {};
    const scores = await evaluateRows(core, config, validation, validationBatch);
    return Object.fromEntries(Object.entries(scores).map(([name, value]) => [validationName(name), value]));
  }
}

/** Rows in each batch of a validation. */
const validationBatch = 256;
