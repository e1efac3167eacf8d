// partialFit: one training step on whatever rows there are now, one or many.
import { toNdArray } from "../data/index.ts";
import { NdArray, sameShape } from "../tensor/index.ts";
import { type Divergence, DivergenceError, type TracedDivergence } from "./divergences/divergenceError.ts";
import type { Replay } from "./feeds/feed.ts";
import { StreamSteps } from "./feeds/streamSteps.ts";
import type { Scores } from "./history.ts";
import { builtState, checkIdle, compiledConfig, type ModelCore } from "./modelCore.ts";
import { Breath } from "./nextTask.ts";
import { checkSteps } from "./optimizer.ts";
import { prepareTraining, stepsFor } from "./prepareTraining.ts";
import { type ArrayRows, arraysFor, type DataInput, type PreparedRows, type RowsInput } from "./rows/rows.ts";
import { ScoreTotals } from "./scoreTotals.ts";
import { Snapshots } from "./states/snapshots.ts";
import { hasFiniteWeights, type Snapshot } from "./states/stateKeeper.ts";
import type { StepCounters } from "./trainingSteps.ts";

/** Options of `partialFit`. */
export interface PartialFitOptions {
  /** How much each row counts: one number for each row. Default 1. */
  readonly sampleWeight?: DataInput;
}

/** Rows in the place of a bare row: features in the shape of one row of each input, and its targets. */
function asRows(core: ModelCore, input: ArrayRows): ArrayRows {
  const { inputNames, outputNames } = core.architecture;
  const { inputs } = builtState(core, "partialFit").network;
  const features = arraysFor(inputNames, input.x, "x").map(([array, name]) => toNdArray(array, { name }));
  const isBare = features.every(({ shape }, position) => {
    const own = inputs[position]?.shape ?? [];
    return own.length > 0 && sameShape(shape, own);
  });
  if (!isBare) return input;
  const targets = arraysFor(outputNames, input.y, "y").map(([array, name]) => {
    const target = toNdArray(array, { name });
    return target.shape[0] === 1 ? target : asOneRow(target);
  });
  return { ...input, x: named(inputNames, features.map(asOneRow)), y: named(outputNames, targets) };
}

const asOneRow = ({ data, shape }: NdArray): NdArray => new NdArray(data, [1, ...shape]);

function named(names: readonly string[], arrays: readonly NdArray[]): Record<string, NdArray> {
  return Object.fromEntries(arrays.map((array, position) => [names[position] ?? "", array]));
}

/** A step that went wrong, and the states before it. */
interface FailedStep {
  readonly replay: Replay | undefined;
  readonly counters: StepCounters;
  readonly before: Snapshot;
  readonly snapshots: Snapshots;
}

/** Makes the step once more to find out what went wrong; only a step that failed loads this. */
async function originOf(
  core: ModelCore,
  { replay, counters, before, snapshots }: FailedStep,
): Promise<TracedDivergence | undefined> {
  if (replay === undefined) return undefined;
  const { traceDivergence } = await import("./divergences/traceDivergence.ts");
  const rates = Float64Array.of(counters.learningRate);
  const record = { ...replay, batchSize: replay.order.length, beginning: before, counters, rates, batches: 1 };
  return traceDivergence(record, builtState(core, "partialFit"), snapshots, core.epoch);
}

/** The batch, if its loss is the first sign; the weights that its step gave are none of its rows'. */
function failedBatch({ rows }: PreparedRows, loss: number): Pick<Divergence, "batch" | "rows"> {
  if (Number.isFinite(loss)) return { batch: undefined, rows: [] };
  return { batch: 0, rows: Array.from({ length: rows }, (_, row) => row) };
}

/**
 * One step on these rows. The result is their loss and metrics before it.
 *
 * @throws {DivergenceError} when the loss or a new weight is not finite; the weights are then those before the step.
 */
export async function partialFit(core: ModelCore, input: RowsInput): Promise<Scores> {
  checkIdle(core, "partialFit");
  const config = compiledConfig(core, "partialFit");
  checkSteps(config, "partialFit");
  const rows = prepareTraining(core, input, {}, (given) => asRows(core, given));
  core.isTraining = true;
  try {
    core.partial ??= new StreamSteps((first) => stepsFor(core, first));
    const steps = core.partial;
    await steps.load(rows);
    const state = builtState(core, "partialFit");
    const snapshots = new Snapshots(state, await state.open(core.backend), config);
    await snapshots.takeBack(core, false);
    const before = await snapshots.snapshot();
    const { step, iteration } = core;
    const totals = new ScoreTotals(config);
    const loss = await steps.run(totals);
    if (!Number.isFinite(loss) || !hasFiniteWeights(await snapshots.snapshot())) {
      const counters = { step, iteration, learningRate: core.learningRate };
      const traced = await originOf(core, { replay: steps.replay, counters, before, snapshots });
      snapshots.restore(before);
      throw new DivergenceError({ ...failedBatch(rows, loss), epoch: core.epoch, loss, traced });
    }
    return totals.scores();
  } finally {
    core.isTraining = false;
    // Thousands of calls in a loop must not keep everybody else waiting.
    const breath = new Breath();
    if (breath.isDue) await breath.take();
  }
}
