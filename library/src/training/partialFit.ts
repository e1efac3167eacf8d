// partialFit: one training step on whatever rows there are now, one or many.
import { prepareTraining, stepsFor } from "./fit.ts";
import type { Scores } from "./history.ts";
import { checkIdle, compiledConfig, type ModelCore } from "./modelCore.ts";
import type { DataInput, RowsInput } from "./rows.ts";
import { ScoreTotals } from "./scoreTotals.ts";
import { StreamSteps } from "./streamSteps.ts";

/** Options of `partialFit`. */
export interface PartialFitOptions {
  /** How much each row counts: one number for each row. Default 1. */
  readonly sampleWeight?: DataInput;
}

/** One step on these rows. The result is their loss and metrics before it. */
export async function partialFit(core: ModelCore, input: RowsInput): Promise<Scores> {
  checkIdle(core, "partialFit");
  const config = compiledConfig(core, "partialFit");
  const rows = prepareTraining(core, input, {});
  core.isTraining = true;
  try {
    core.partial ??= new StreamSteps((first) => stepsFor(core, first));
    const steps = core.partial;
    await steps.load(rows);
    const totals = new ScoreTotals(config);
    await steps.run(totals);
    return totals.scores();
  } finally {
    core.isTraining = false;
  }
}
