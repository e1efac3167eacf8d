// RowsFeed: batches of rows that are all in memory, in another order in each epoch.
import type { Eventually } from "../../backends/index.ts";
import { shuffleStream } from "../../nn/index.ts";
import { Random } from "../../tensor/index.ts";
import { chain } from "../eventually.ts";
import type { PreparedRows } from "../rows/rows.ts";
import type { ScoreTotals } from "../scoreTotals.ts";
import type { TrainingSteps } from "../trainingSteps.ts";
import type { Batch, Feed, Replay } from "./feed.ts";

/** How rows are taken. */
export interface RowsFeedOptions {
  readonly batchSize: number;
  /** Whether each epoch takes the rows in another order. */
  readonly shuffle: boolean;
  readonly seed: number;
}

/** Batches of rows in memory. It is its own batch, so that a step allocates nothing. */
export class RowsFeed implements Feed, Batch {
  readonly rowCount: number;
  readonly batches: number;
  readonly batchSize: number;
  readonly endReason = undefined;
  readonly isPassing = false;
  size = 0;
  private readonly steps: TrainingSteps;
  private readonly options: RowsFeedOptions;
  private order: Int32Array;
  private start = 0;
  private end = 0;

  constructor(steps: TrainingSteps, { rows }: PreparedRows, options: RowsFeedOptions) {
    this.steps = steps;
    this.options = options;
    this.rowCount = rows;
    this.batchSize = Math.min(options.batchSize, rows);
    this.batches = Math.ceil(rows / this.batchSize);
    this.order = Int32Array.from({ length: rows }, (_, row) => row);
  }

  /** Compiles the steps for its two sizes of batches. */
  prepare(): Eventually<void> {
    const rest = this.rowCount % this.batchSize;
    return chain(this.steps.prepare(this.batchSize), () => (rest === 0 ? undefined : this.steps.prepare(rest)));
  }

  begin(epoch: number): void {
    this.end = 0;
    if (!this.options.shuffle) return;
    // The second word of the counter is the epoch, so an epoch's order does not depend on the epochs before it.
    this.order = new Random(this.options.seed, shuffleStream, epoch * 2 ** 32).permutation(this.rowCount);
  }

  next(): Batch | undefined {
    if (this.end === this.rowCount) return undefined;
    this.start = this.end;
    this.size = Math.min(this.batchSize, this.rowCount - this.start);
    this.end += this.size;
    return this;
  }

  get replay(): Replay {
    return { steps: this.steps, order: this.order };
  }

  rows(): number[] {
    return [...this.order.subarray(this.start, this.end)];
  }

  run(totals: ScoreTotals): Eventually<number> {
    return this.steps.run(this.order, this.start, this.size, totals);
  }

  release(): void {
    this.steps.release();
  }
}
