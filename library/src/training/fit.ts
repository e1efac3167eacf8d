// fit: trains a model on rows, or on batches that somebody else makes.
import type { Eventually } from "../backends/index.ts";
import { ConfigError, DataError } from "../tensor/index.ts";
import { chain } from "./eventually.ts";
import { type BatchSource, isBatchSource } from "./feeds/batchSource.ts";
import type { Feed } from "./feeds/feed.ts";
import { RowsFeed } from "./feeds/rowsFeed.ts";
import { StreamFeed } from "./feeds/streamFeed.ts";
import { type FitConfig, type FitOptions, fitConfig, startCallbacks } from "./fitOptions.ts";
import type { History } from "./history.ts";
import type { Model } from "./model.ts";
import { build, builtState, compiledConfig, featuresOf, inputShapeOf, type ModelCore } from "./modelCore.ts";
import { checkSteps, isFullBatch } from "./optimizer.ts";
import { orAborted } from "./orAborted.ts";
import {
  type ArrayRows,
  type DataInput,
  type FeatureInput,
  type PreparedRows,
  prepareRows,
  type RowsContext,
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
import { type TrainingPlan, TrainingRun } from "./trainingRun.ts";
import { TrainingSteps } from "./trainingSteps.ts";

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

/** Steps on the model's backend, with room for these rows. */
export function stepsFor(core: ModelCore, rows: PreparedRows): Eventually<TrainingSteps> {
  const state = builtState(core, "fit");
  const config = compiledConfig(core, "fit");
  return chain(state.open(core.backend), (runtime) => new TrainingSteps(core, state, config, runtime, rows));
}

/**
 * Rows in the form that the model takes; the model gets its shapes from the first ones.
 *
 * @param reshape what is done with arrays of rows before, when the shapes are known.
 */
export function prepareTraining(
  core: ModelCore,
  data: RowsInput,
  context: RowsContext,
  reshape = (rows: ArrayRows): ArrayRows => rows,
): PreparedRows {
  const config = compiledConfig(core, "fit");
  const { x, columns } = featuresOf(core, data.x, `${context.prefix ?? ""}x`, true);
  const { network } = build(core, inputShapeOf(core, x));
  const rows = prepareRows(network, config, reshape({ ...data, x }), context);
  core.columns = columns;
  return rows;
}

/** A training, and the batches that it takes. */
interface Prepared {
  readonly plan: TrainingPlan;
  readonly feed: Feed;
}

async function onRows(model: Model, core: ModelCore, data: RowsInput, options: FitConfig): Promise<Prepared> {
  if (options.stepsPerEpoch !== undefined) {
    const fix = "Leave it out: an epoch takes each row once";
    throw new ConfigError("stepsPerEpoch", { where: "fit", got: "rows", expected: "batches from a source", fix });
  }
  const config = compiledConfig(core, "fit");
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

/** Options that are for rows in memory, and what to do in their place. */
const rowsOptions = {
  batchSize: "Give batches of the size that you want",
  shuffle: "Give the batches in the order that you want",
  validationSplit: "Pass validationData",
  sampleWeight: "Give each batch its own: { x, y, sampleWeight }",
} as const;

/** @throws {ConfigError} for options that would have no effect. */
function checkStreamOptions(options: FitOptions): void {
  for (const [name, fix] of Object.entries(rowsOptions)) {
    if (!Object.entries(options).some(([given, value]) => given === name && value !== undefined)) continue;
    throw new ConfigError(name, { where: "fit", got: "batches from a source", expected: "rows in memory", fix });
  }
  if (options.classWeight !== "balanced") return;
  throw new ConfigError("classWeight", {
    where: "fit",
    got: '"balanced" for batches from a source, of which not all rows are known',
    expected: "a weight for each class, such as { 0: 1, 1: 5 }",
  });
}

async function onBatches(model: Model, core: ModelCore, source: BatchSource, options: FitConfig): Promise<Prepared> {
  options.signal?.throwIfAborted();
  const config = compiledConfig(core, "fit");
  checkSteps(config, "fit on batches from a source");
  const { stepsPerEpoch, classWeight } = options;
  const prepare = (batch: RowsInput, number: number): PreparedRows =>
    prepareTraining(core, batch, { prefix: `batch ${number}: `, classWeight });
  const feed = new StreamFeed({ source, stepsPerEpoch, prepare }, (rows) => stepsFor(core, rows));
  try {
    const first = await orAborted(feed.peek(), options.signal);
    if (first !== undefined) build(core, inputShapeOf(core, featuresOf(core, first.x, "batch 0: x", true).x));
    return { plan: { model, core, config, options, ...validationOf(core, options) }, feed };
  } catch (error) {
    abandon(feed);
    throw error;
  }
}

/** What a training on batches has besides them. */
function validationOf(core: ModelCore, options: FitConfig): Pick<TrainingPlan, "validation" | "callbacks"> {
  const { validationData } = options;
  const validation =
    validationData === undefined ? undefined : prepareTraining(core, validationData, { prefix: "validation " });
  return { validation, callbacks: startCallbacks(options) };
}

/** Ends a feed after something else has gone wrong, which counts for more than how its end goes. */
function abandon(feed: Feed): void {
  feed.release();
  feed.close?.().catch(() => undefined);
}

async function train({ plan, feed }: Prepared): Promise<History> {
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

function prepare(model: Model, core: ModelCore, given: FitArguments): Promise<Prepared> {
  if (isOnBatches(given)) {
    const config = fitConfig(given[1] ?? {});
    checkStreamOptions(given[1] ?? {});
    return onBatches(model, core, given[0], config);
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
