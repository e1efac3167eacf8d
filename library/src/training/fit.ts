// fit: trains a model on rows, or on batches that somebody else makes.
import { ConfigError, DataError } from "../tensor/index.ts";
import { featureParts } from "./features.ts";
import { type BatchSource, isBatchSource } from "./feeds/batchSource.ts";
import { abandon, type Feed } from "./feeds/feed.ts";
import { RowsFeed } from "./feeds/rowsFeed.ts";
import { type FitConfig, type FitOptions, fitConfig, startCallbacks } from "./fitOptions.ts";
import type { History } from "./history.ts";
import type { Model } from "./model.ts";
import { builtState, compiledConfig, type ModelCore } from "./modelCore.ts";
import { isFullBatch } from "./optimizer.ts";
import { type PreparedTraining, prepareTraining, stepsFor } from "./prepareTraining.ts";
import {
  checkWeights,
  type DataInput,
  type FeatureInput,
  type PreparedRows,
  type RowsInput,
  sliceRows,
  weightedByClass,
} from "./rows/rows.ts";
import type { RunContext } from "./runContext.ts";
import { restoreCallbacks, type StartedCallback } from "./states/callbackStates.ts";
import type { HostStates } from "./states/modelState.ts";
import { Snapshots } from "./states/snapshots.ts";
import { StateKeeper } from "./states/stateKeeper.ts";
import type { TrainingConfig } from "./trainingConfig.ts";
import { TrainingRun } from "./trainingRun.ts";

/** Rows to train on, and rows to validate on: given, or the last share of all rows as in Keras. */
function splitValidation(
  core: ModelCore,
  data: RowsInput,
  { validationSplit, validationData, classWeight }: FitConfig,
): { readonly rows: PreparedRows; readonly validation: PreparedRows | undefined } {
  const all = prepareTraining(core, data, {});
  if (validationData !== undefined) {
    const validation = prepareTraining(core, validationData, { prefix: "validation " });
    return { rows: weightedByClass(all, classWeight), validation };
  }
  if (validationSplit === 0) return { rows: weightedByClass(all, classWeight), validation: undefined };
  const trained = Math.floor(all.rows * (1 - validationSplit));
  if (trained === 0 || trained === all.rows) {
    throw new DataError("validationSplit leaves one part without rows", {
      where: "fit",
      got: `${all.rows} rows, of which ${trained} would be trained on`,
    });
  }
  // The weights of classes are for training alone.
  const rows = weightedByClass(sliceRows(all, 0, trained), classWeight);
  return { rows, validation: sliceRows(all, trained, all.rows) };
}

async function onRows(model: Model, core: ModelCore, data: RowsInput, options: FitConfig): Promise<PreparedTraining> {
  if (options.stepsPerEpoch !== undefined) {
    const fix = "Leave it out: an epoch takes each row once";
    throw new ConfigError("stepsPerEpoch", { where: "fit", got: "rows", expected: "batches from a source", fix });
  }
  const config = compiledConfig(core, "fit");
  checkWeights(options, options);
  checkWeights(options.validationData ?? {}, { prefix: "validation " });
  const { rows, validation } = splitValidation(core, { ...data, sampleWeight: options.sampleWeight }, options);
  const plan = { model, core, config, options, validation, callbacks: startCallbacks(options) };
  options.signal?.throwIfAborted();
  return { plan, feed: await rowsFeed(core, config, rows, options) };
}

async function rowsFeed(
  core: ModelCore,
  { optimizer }: TrainingConfig,
  rows: PreparedRows,
  { batchSize, shuffle }: FitConfig,
): Promise<Feed> {
  const steps = await stepsFor(core, rows);
  const feed = isFullBatch(optimizer)
    ? optimizer.createFeed(core, optimizer, steps, rows.rows)
    : new RowsFeed(steps, rows, { batchSize, shuffle, seed: core.seed });
  try {
    await feed.prepare();
  } catch (error) {
    feed.release();
    throw error;
  }
  return feed;
}

async function train({ plan, feed }: PreparedTraining): Promise<History> {
  const { core, config, callbacks, options } = plan;
  const state = builtState(core, "fit");
  const runtime = await state.open(core.backend);
  // Callbacks may ask for the weights before the first step, and on some backends these are only promised.
  await state.copy(core.backend);
  const snapshots = new Snapshots(state, runtime, config);
  await snapshots.takeBack(core, goesOn(core, options));
  let own: HostStates | undefined;
  const run = new TrainingRun(plan, feed, new StateKeeper(snapshots));
  try {
    restoreCallbacks(core.callbacks, options.initialEpoch, callbacks);
    const history = await run.run();
    await feed.close?.();
    own = await state.copy(core.backend);
    await snapshots.putAverages();
    return history;
  } catch (error) {
    run.context.failure = error;
    throw error;
  } finally {
    abandon(feed);
    await endCallbacks(callbacks, run.context);
    const shown = await state.copy(core.backend);
    core.trained = own === undefined || own === shown ? undefined : { own, shown };
  }
}

/** Whether a training goes on with the epoch that came next in the last one. */
function goesOn({ callbacks }: ModelCore, { initialEpoch }: FitConfig): boolean {
  return initialEpoch > 0 && callbacks?.epoch === initialEpoch;
}

/** Every callback hears of the end, also when another one fails; the first failure is thrown, after that of the training. */
async function endCallbacks(callbacks: readonly StartedCallback[], context: RunContext): Promise<void> {
  const errors: unknown[] = [];
  for (const { handlers } of callbacks) {
    try {
      await handlers.onTrainEnd?.(context);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0 && context.failure === undefined) throw errors[0];
}

/** What `fit` is given: rows, or batches that somebody else makes. */
export type FitArguments =
  | readonly [x: FeatureInput, y: DataInput, options?: FitOptions | undefined]
  | readonly [batches: BatchSource, options?: FitOptions | undefined];

function isOnBatches(given: FitArguments): given is readonly [batches: BatchSource, options?: FitOptions | undefined] {
  return isBatchSource(given[0]);
}

function prepare(model: Model, core: ModelCore, given: FitArguments): Promise<PreparedTraining> {
  if (isOnBatches(given)) {
    const [source, options = {}] = given;
    const config = fitConfig(options);
    const { onBatches } = featureParts("streams", "fit on batches");
    return onBatches(model, core, { source, given: options, config });
  }
  const [x, y, options = {}] = given;
  return onRows(model, core, { x, y }, fitConfig(options));
}

/** Trains a model. */
export async function fit(model: Model, core: ModelCore, given: FitArguments): Promise<History> {
  if (core.isTraining) {
    throw new ConfigError("the model is being trained already", { fix: "Wait for the first fit to end" });
  }
  core.isTraining = true;
  try {
    return await train(await prepare(model, core, given));
  } finally {
    core.isTraining = false;
  }
}
