// prepareTraining: what trainings on rows, on batches and step by step have in common before their first step.
import type { Eventually } from "../backends/index.ts";
import { chain } from "./eventually.ts";
import type { Feed } from "./feeds/feed.ts";
import { build, builtState, compiledConfig, featuresOf, inputShapeOf, type ModelCore } from "./modelCore.ts";
import {
  type ArrayRows,
  checkWeights,
  type PreparedRows,
  prepareRows,
  type RowsContext,
  type RowsInput,
} from "./rows/rows.ts";
import type { TrainingPlan } from "./trainingRun.ts";
import { TrainingSteps } from "./trainingSteps.ts";

/** A training, and the batches that it takes. */
export interface PreparedTraining {
  readonly plan: TrainingPlan;
  readonly feed: Feed;
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
  checkWeights(data, context);
  const { x, columns } = featuresOf(core, data.x, `${context.prefix ?? ""}x`, true);
  const { network } = build(core, inputShapeOf(core, x));
  const rows = prepareRows(network, config, reshape({ ...data, x }), context);
  core.columns = columns;
  return rows;
}
