// partialFit: one training step on whatever rows there are now, one or many.
import { DivergenceError } from "./divergences/divergenceError.ts";
import { prepareTraining, stepsFor } from "./fit.ts";
import type { Scores } from "./history.ts";
import { builtState, checkIdle, compiledConfig, type ModelCore } from "./modelCore.ts";
import { checkSteps } from "./optimizer.ts";
import type { DataInput, RowsInput } from "./rows.ts";
import { ScoreTotals } from "./scoreTotals.ts";
import { Snapshots } from "./snapshots.ts";
import { hasFiniteWeights } from "./stateKeeper.ts";
import { StreamSteps } from "./streamSteps.ts";

/** Options of `partialFit`. */
export interface PartialFitOptions {
  /** How much each row counts: one number for each row. Default 1. */
  readonly sampleWeight?: DataInput;
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
  const rows = prepareTraining(core, input, {});
  core.isTraining = true;
  try {
    core.partial ??= new StreamSteps((first) => stepsFor(core, first));
    const steps = core.partial;
    await steps.load(rows);
    const state = builtState(core, "partialFit");
    const snapshots = new Snapshots(state, await state.open(core.backend), config);
    const before = await snapshots.snapshot();
    const totals = new ScoreTotals(config);
    const loss = await steps.run(totals);
    if (!Number.isFinite(loss) || !hasFiniteWeights(await snapshots.snapshot())) {
      snapshots.restore(before);
      throw new DivergenceError({ epoch: core.epoch, batch: undefined, rows: [], loss });
    }
    return totals.scores();
  } finally {
    core.isTraining = false;
  }
}
