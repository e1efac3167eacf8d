// What a feed is: where the batches of a training come from.
import type { Eventually } from "../../backends/index.ts";
import type { ScoreTotals } from "../scoreTotals.ts";
import type { TrainingSteps } from "../trainingSteps.ts";

/** One batch; the same object may stand for the next one later. */
export interface Batch {
  /** Number of rows. */
  readonly size: number;
  /** The numbers of its rows in the training data; in the batch itself, where batches come from elsewhere. */
  rows(): number[];
  /** Trains on it once. The result is its loss before the step. */
  run(totals: ScoreTotals): Eventually<number>;
}

/** Rows in memory in the order of the epoch: its steps can be made once more. */
export interface Replay {
  readonly steps: TrainingSteps;
  readonly order: Int32Array;
}

/** Where batches come from. */
export interface Feed {
  /** Rows that are trained on in each epoch, where that is known. */
  readonly rowCount: number | undefined;
  /** Steps in each epoch, where that is known. */
  readonly batches: number | undefined;
  readonly batchSize: number;
  /** Begins an epoch; `epoch` counts those since the model was made. */
  begin(epoch: number): void;
  /** The next batch of the epoch; undefined at its end. */
  next(): Eventually<Batch | undefined>;
  /** Why there can be no further epoch, if that is so. */
  readonly endReason: string | undefined;
  /** What it takes to make the steps of the epoch once more; of passing batches, that of the last one alone. */
  readonly replay: Replay | undefined;
  /** Whether a batch is gone when the next one comes. */
  readonly isPassing: boolean;
  /** Lets whoever makes the batches clean up; what goes wrong there is thrown. */
  close?(): Promise<void>;
  /** Gives its memory back. */
  release(): void;
}

/** Ends a feed after something else has gone wrong, which counts for more than how its end goes. */
export function abandon(feed: Feed): void {
  feed.release();
  feed.close?.().catch(() => undefined);
}
