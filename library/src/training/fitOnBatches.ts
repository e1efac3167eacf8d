// fitOnBatches: what fit does with batches that somebody else makes.
import { ConfigError } from "../tensor/index.ts";
import type { BatchSource } from "./feeds/batchSource.ts";
import { abandon } from "./feeds/feed.ts";
import { StreamFeed } from "./feeds/streamFeed.ts";
import { type FitConfig, type FitOptions, startCallbacks } from "./fitOptions.ts";
import type { Model } from "./model.ts";
import { build, compiledConfig, featuresOf, inputShapeOf, type ModelCore } from "./modelCore.ts";
import { checkSteps } from "./optimizer.ts";
import { orAborted } from "./orAborted.ts";
import { type PreparedTraining, prepareTraining, stepsFor } from "./prepareTraining.ts";
import { checkWeights, type PreparedRows, type RowsInput } from "./rows/rows.ts";
import type { TrainingPlan } from "./trainingRun.ts";

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

/** Batches, and what `fit` was told besides, as it was written and with defaults. */
interface BatchesGiven {
  readonly source: BatchSource;
  readonly given: FitOptions;
  readonly config: FitConfig;
}

/** Prepares a training on batches from a source. */
export async function onBatches(
  model: Model,
  core: ModelCore,
  { source, given, config: options }: BatchesGiven,
): Promise<PreparedTraining> {
  checkStreamOptions(given);
  options.signal?.throwIfAborted();
  const config = compiledConfig(core, "fit");
  checkSteps(config, "fit on batches from a source");
  const { stepsPerEpoch, classWeight, validationData } = options;
  checkWeights({}, { classWeight });
  checkWeights(validationData ?? {}, { prefix: "validation " });
  const prepare = (batch: RowsInput, number: number): PreparedRows =>
    prepareTraining(core, batch, { prefix: `batch ${number}: `, classWeight });
  const feed = new StreamFeed({ source, stepsPerEpoch, prepare }, (rows) => stepsFor(core, rows));
  try {
    const first = await orAborted(feed.peek(), options.signal);
    // Weights that only a later batch brings are refused there: the steps made so far stay.
    checkWeights(first ?? {}, { prefix: "batch 0: " });
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
