// Trains a network: epochs are reported and recorded, the best weights are kept, Ctrl-C and divergence end it in order.
import { type CallbackHandlers, DivergenceError, earlyStopping, type Model } from "chainrule";
import { CommandError } from "../errors/commandError.ts";
import type { TrainingOptions } from "../options/trainOptions.ts";
import { type RunFolder, runFiles } from "../runs/runFolder.ts";
import type { Session } from "../sessions/session.ts";
import type { EncodedRows } from "./encode.ts";
import { ProgressReport } from "./progressReport.ts";

/** What a network is trained on, and where the run goes. */
export interface FitPlan {
  readonly model: Model;
  readonly train: EncodedRows;
  /** Decides when to stop and which weights are kept; without it all epochs are run and the last weights kept. */
  readonly validation: EncodedRows | undefined;
  readonly options: TrainingOptions;
  readonly run: RunFolder;
  /** What a person calls rows of `train`: their lines in the table, where it has lines. */
  nameRows(rows: readonly number[]): string;
}

/** How a training has ended. */
export interface Fitted {
  /** How many epochs were run to their end. */
  readonly epochs: number;
  /** The epoch of which the model has the weights; 0 before the first has ended. */
  readonly kept: number;
  readonly interrupted: boolean;
  readonly seconds: number;
}

/** Trains to the end, to the point where it gets no better, or to the user's Ctrl-C. @throws on divergence. */
export async function fitNetwork(session: Session, plan: FitPlan): Promise<Fitted> {
  const { model, train, validation, options, run } = plan;
  const { epochs, batchSize } = options;
  const monitor = validation === undefined ? undefined : "valLoss";
  const report = new ProgressReport(session, epochs, monitor);
  const reporting: CallbackHandlers = {
    onBatchEnd: ({ epoch, batch, batches }) => report.batchEnded(epoch + 1, (batch + 1) / (batches ?? Infinity)),
    onEpochEnd: ({ epoch, values, seconds }) => {
      report.epochEnded(epoch + 1, values);
      run.appendMetrics({ epoch: epoch + 1, ...values, seconds });
    },
  };
  const patience = options.patience === 0 ? epochs : options.patience;
  const stopping = monitor === undefined ? [] : [earlyStopping({ monitor, patience, restoreBestWeights: true })];
  const interrupted = await session.interruption.during(async (signal) => {
    const callbacks = [reporting, ...stopping];
    const validationData = validation === undefined ? {} : { validationData: validation };
    try {
      await model.fit(train.x, train.y, { epochs, batchSize, callbacks, signal, ...validationData });
    } catch (thrown) {
      if (signal.aborted) return true;
      throw thrown instanceof DivergenceError ? await diverged(plan, thrown, report) : thrown;
    }
    return signal.aborted;
  });
  const fitted = { epochs: report.last, kept: report.kept, interrupted, seconds: report.seconds };
  if (!interrupted) announceEnd(session, fitted, options);
  return fitted;
}

function announceEnd(session: Session, { epochs, kept }: Fitted, options: TrainingOptions): void {
  const why = `no better validation loss for ${options.patience} epochs`;
  const stopped = epochs < options.epochs ? `Stopped at epoch ${epochs}: ${why}.` : `Trained all ${epochs} epochs.`;
  session.note("stopped", `${stopped} Kept epoch ${kept}.`, { epochs, kept });
}

/** The error of a training that diverged; the weights of the last good epoch are saved with the run. */
async function diverged(plan: FitPlan, error: DivergenceError, report: ProgressReport): Promise<CommandError> {
  const { model, run, options } = plan;
  const kept = report.kept;
  if (kept > 0) await model.save(run.file(runFiles.model));
  const batch = error.batch === undefined ? "" : `, batch ${error.batch + 1} (${plan.nameRows(error.rows)})`;
  const rate = options.learningRate;
  const lower = rate === undefined ? "--learning-rate 0.0001" : `--learning-rate ${Number((rate / 10).toPrecision(3))}`;
  return new CommandError(error.code, `training diverged at epoch ${error.epoch + 1}${batch}: ${error.what}`, {
    where: `epoch ${error.epoch + 1}`,
    evidence: [
      kept > 0 ? `The weights of epoch ${kept} are kept: ${run.path}` : "No epoch ended well, so no model is saved",
    ],
    fixes: [`the same with ${lower}`],
    cause: error,
  });
}
