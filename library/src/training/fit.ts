// fit: trains a model on rows.
import { toNdArray } from "../data/index.ts";
import { ConfigError, DataError } from "../tensor/index.ts";
import { type FitConfig, type FitOptions, fitConfig, startCallbacks } from "./fitOptions.ts";
import type { History } from "./history.ts";
import type { Model } from "./model.ts";
import { build, builtState, compiledConfig, type ModelCore } from "./modelCore.ts";
import { type PreparedRows, prepareRows, type RowsInput, rowShape, sliceRows } from "./rows.ts";
import { type TrainingPlan, TrainingRun } from "./trainingRun.ts";
import { TrainingSteps } from "./trainingSteps.ts";

/** Rows to train on, and rows to validate on: given, or the last share of all rows as in Keras. */
function splitValidation(
  all: PreparedRows,
  { validationSplit, validationData }: FitConfig,
  prepare: (data: RowsInput) => PreparedRows,
): { readonly rows: PreparedRows; readonly validation: PreparedRows | undefined } {
  if (validationData !== undefined) return { rows: all, validation: prepare(validationData) };
  if (validationSplit === 0) return { rows: all, validation: undefined };
  const trained = Math.floor(all.rows * (1 - validationSplit));
  if (trained === 0 || trained === all.rows) {
    throw new DataError("validationSplit leaves one part without rows", {
      where: "fit",
      got: `${all.rows} rows, of which ${trained} would be trained on`,
    });
  }
  return { rows: sliceRows(all, 0, trained), validation: sliceRows(all, trained, all.rows) };
}

function plan(model: Model, core: ModelCore, data: RowsInput, options: FitConfig): TrainingPlan {
  const config = compiledConfig(core, "fit");
  const x = toNdArray(data.x, { name: "x" });
  const { network } = build(core, rowShape(x));
  const all = prepareRows(network, config, { x, y: data.y });
  const names = { x: "validation x", y: "validation y" };
  const parts = splitValidation(all, options, (rows) => prepareRows(network, config, rows, names));
  return { model, core, config, options, ...parts, handlers: startCallbacks(options) };
}

async function train(training: TrainingPlan): Promise<History> {
  const { core, config, rows, handlers } = training;
  const state = builtState(core, "fit");
  const runtime = await state.open(core.backend);
  const steps = new TrainingSteps(core, state, config, runtime, rows);
  const run = new TrainingRun(training, steps);
  try {
    const { batchSize } = run.context;
    await steps.prepare(batchSize);
    if (rows.rows % batchSize !== 0) await steps.prepare(rows.rows % batchSize);
    return await run.run();
  } catch (error) {
    run.context.failure = error;
    throw error;
  } finally {
    steps.release();
    for (const handler of handlers) await handler.onTrainEnd?.(run.context);
    await state.copy(core.backend);
  }
}

/** Trains a model. */
export async function fit(model: Model, core: ModelCore, data: RowsInput, options: FitOptions): Promise<History> {
  if (core.isTraining) {
    throw new ConfigError("the model is being trained already", { fix: "Wait for the first fit to end" });
  }
  const training = plan(model, core, data, fitConfig(options));
  training.options.signal?.throwIfAborted();
  core.isTraining = true;
  try {
    return await train(training);
  } finally {
    core.isTraining = false;
  }
}
