// TrainingRun: one training from its first batch to its last.
import type { BatchProgress, CallbackHandlers } from "./callback.ts";
import { DivergenceError, type TracedDivergence } from "./divergences/divergenceError.ts";
import { evaluateRows } from "./evaluate.ts";
import type { Batch, Feed } from "./feeds/feed.ts";
import type { FitConfig } from "./fitOptions.ts";
import { type History, HistoryRecorder, validationName } from "./history.ts";
import type { Model } from "./model.ts";
import { builtState, type ModelCore } from "./modelCore.ts";
import { Breath } from "./nextTask.ts";
import { orAborted } from "./orAborted.ts";
import type { PreparedRows } from "./rows/rows.ts";
import { RunContext } from "./runContext.ts";
import { ScoreTotals } from "./scoreTotals.ts";
import type { StartedCallback } from "./states/callbackStates.ts";
import { storedCallbacks } from "./states/callbackStates.ts";
import { hasFiniteWeights, type Snapshot, type StateKeeper } from "./states/stateKeeper.ts";
import type { TrainingConfig } from "./trainingConfig.ts";
import type { StepCounters } from "./trainingSteps.ts";

/** What a training needs. */
export interface TrainingPlan {
  readonly model: Model;
  readonly core: ModelCore;
  readonly config: TrainingConfig;
  readonly options: FitConfig;
  readonly validation: PreparedRows | undefined;
  readonly callbacks: readonly StartedCallback[];
}

/** How far an epoch is: one object, renewed after each batch. */
class EpochProgress implements BatchProgress {
  epoch = 0;
  batch = 0;
  batchLoss = 0;
  batches: number | undefined;
  private readonly totals: ScoreTotals;

  constructor(batches: number | undefined, totals: ScoreTotals) {
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
  private readonly feed: Feed;
  private readonly states: StateKeeper;
  private readonly totals: ScoreTotals;
  private readonly progress: EpochProgress;
  private readonly breath = new Breath();
  private readonly recorder = new HistoryRecorder();
  /** What had been counted when the epoch began (or the batch, where batches pass), and the rate of each of its steps. */
  private counters: StepCounters = { step: 0, iteration: 0, learningRate: 0 };
  /** The states before the batch, where batches pass. */
  private before: Snapshot | undefined;
  private readonly rates: Float64Array;
  private readonly handlers: readonly CallbackHandlers[];
  private readonly batchHandlers: readonly CallbackHandlers[];

  constructor(plan: TrainingPlan, feed: Feed, states: StateKeeper) {
    this.plan = plan;
    this.feed = feed;
    this.states = states;
    this.context = new RunContext(plan, feed);
    this.totals = new ScoreTotals(plan.config);
    this.progress = new EpochProgress(feed.batches, this.totals);
    this.rates = new Float64Array(feed.batches ?? 0);
    this.handlers = plan.callbacks.map(({ handlers }) => handlers);
    this.batchHandlers = this.handlers.filter((handlers) => handlers.onBatchEnd !== undefined);
  }

  /** Trains all epochs, or until a callback stops it. */
  async run(): Promise<History> {
    const started = performance.now();
    const { options } = this.plan;
    for (const handler of this.handlers) await handler.onTrainBegin?.(this.context);
    try {
      for (let epoch = options.initialEpoch; epoch < options.epochs; epoch += 1) {
        if (this.context.stopReason !== undefined) break;
        await this.epoch(epoch);
        if (this.feed.endReason !== undefined) this.context.stop(this.feed.endReason);
      }
    } catch (error) {
      await this.failed(error);
    }
    return this.recorder.finish((performance.now() - started) / 1000, this.context.stopReason);
  }

  /** Lets callbacks say that a divergence is an end like any other; all else is thrown. */
  private async failed(error: unknown): Promise<void> {
    if (!(error instanceof DivergenceError)) throw error;
    for (const handler of this.handlers) await handler.onDivergence?.(error, this.context);
    if (this.context.stopReason === undefined) throw error;
  }

  private async epoch(epoch: number): Promise<void> {
    const started = performance.now();
    const { core } = this.plan;
    for (const handler of this.handlers) await handler.onEpochBegin?.(epoch, this.context);
    await this.states.begin();
    this.count();
    this.feed.begin(core.epoch);
    const batches = await this.batches(epoch);
    if (batches === 0) return;
    if (!(await this.states.end())) await this.diverged(epoch, undefined, Number.NaN);
    const values = { ...this.totals.scores(), ...(await this.validate()) };
    this.recorder.add(epoch, values);
    core.epoch += 1;
    const result = { epoch, values, seconds: (performance.now() - started) / 1000 };
    for (const handler of this.handlers) await handler.onEpochEnd?.(result, this.context);
    core.callbacks = storedCallbacks(epoch + 1, this.plan.callbacks);
    for (const handler of this.handlers) await handler.onEpochComplete?.(result, this.context);
  }

  private count(): void {
    const { step, iteration, learningRate } = this.plan.core;
    this.counters = { step, iteration, learningRate };
  }

  /** What is known before a batch that is gone when the next one comes: its step can only be made once more at once. */
  private async watch(): Promise<void> {
    this.count();
    this.before = await this.states.taker.snapshot();
  }

  /** Trains on the batches of an epoch; the result is their number. */
  private async batches(epoch: number): Promise<number> {
    const { context, totals, progress, breath, feed } = this;
    const {
      core,
      options: { signal },
    } = this.plan;
    totals.reset();
    progress.epoch = epoch;
    signal?.throwIfAborted();
    for (let batch = 0; ; batch += 1) {
      const coming = feed.next();
      const next = coming instanceof Promise ? await orAborted(coming, signal) : coming;
      if (next === undefined) return batch;
      if (feed.isPassing) await this.watch();
      const running = next.run(totals);
      const loss = running instanceof Promise ? await running : running;
      this.rates[batch] = core.learningRate;
      if (!Number.isFinite(loss)) await this.diverged(epoch, { number: batch, batch: next }, loss);
      progress.batch = batch;
      progress.batchLoss = loss;
      // The weights that other steps gave are looked at when the epoch ends.
      const after = feed.isPassing ? await this.states.taker.snapshot() : undefined;
      if (after !== undefined && !hasFiniteWeights(after)) await this.diverged(epoch, undefined, Number.NaN);
      for (const handler of this.batchHandlers) {
        const handled = handler.onBatchEnd?.(progress, context);
        if (handled instanceof Promise) await handled;
      }
      if (signal?.aborted === true) throw signal.reason;
      if (context.stopReason !== undefined) return batch + 1;
      if (breath.isDue) await breath.take();
    }
  }

  /** Puts back the last states that began an epoch and gave a finite loss; those of a first batch that failed did not. */
  private async diverged(
    epoch: number,
    at: { readonly number: number; readonly batch: Batch } | undefined,
    loss: number,
  ): Promise<never> {
    const rows = at?.batch.rows() ?? [];
    const traced = await this.trace(epoch, at === undefined ? this.progress.batch + 1 : at.number + 1);
    this.states.putBack(at?.number === 0);
    throw new DivergenceError({ epoch, batch: at?.number, loss, rows, traced });
  }

  /** Makes the steps of the epoch once more to find out what went wrong; only a training that failed loads this. */
  private async trace(epoch: number, batches: number): Promise<TracedDivergence | undefined> {
    const { feed, states, plan, counters } = this;
    const beginning = feed.isPassing ? this.before : states.beginning;
    if (feed.replay === undefined || beginning === undefined) return undefined;
    const { traceDivergence } = await import("./divergences/traceDivergence.ts");
    const steps = feed.isPassing
      ? { firstBatch: batches - 1, batches: 1, rates: Float64Array.of(plan.core.learningRate) }
      : { batches, rates: this.rates };
    const record = { ...feed.replay, batchSize: feed.batchSize, beginning, counters, ...steps };
    return traceDivergence(record, builtState(plan.core, "fit"), states.taker, epoch);
  }

  private async validate(): Promise<Record<string, number>> {
    const { validation, core, config, options } = this.plan;
    if (validation === undefined) return {};
    const { signal } = options;
    const scores = await evaluateRows(core, config, validation, { batchSize: validationBatch, signal });
    return Object.fromEntries(Object.entries(scores).map(([name, value]) => [validationName(name), value]));
  }
}

/** Rows in each batch of a validation. */
const validationBatch = 256;
