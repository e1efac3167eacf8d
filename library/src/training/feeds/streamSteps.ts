// StreamSteps: steps on batches that take each other's place in memory.
import type { Eventually } from "../../backends/index.ts";
import { chain } from "../eventually.ts";
import type { PreparedRows } from "../rows/rows.ts";
import type { ScoreTotals } from "../scoreTotals.ts";
import type { TrainingSteps } from "../trainingSteps.ts";
import type { Replay } from "./feed.ts";

/** Makes steps with room for as many rows as the first ones. */
export type StepsMaker = (rows: PreparedRows) => Eventually<TrainingSteps>;

/** Steps on one batch after another. */
export class StreamSteps {
  private readonly make: StepsMaker;
  private steps: TrainingSteps | undefined;
  private order = new Int32Array(0);
  private size = 0;

  constructor(make: StepsMaker) {
    this.make = make;
  }

  /** Puts a batch into memory and compiles a step for its size, if there is none yet. */
  load(rows: PreparedRows): Eventually<void> {
    this.size = rows.rows;
    if (this.steps?.takes(rows) === true) {
      this.steps.load(rows);
      return this.steps.prepare(rows.rows);
    }
    this.release();
    this.order = Int32Array.from({ length: rows.rows }, (_, row) => row);
    return chain(this.make(rows), (steps) => {
      this.steps = steps;
      return steps.prepare(rows.rows);
    });
  }

  /** One step on the batch in memory. The result is its loss before the step. */
  run(totals: ScoreTotals): Eventually<number> {
    return this.steps?.run(this.order, 0, this.size, totals) ?? Number.NaN;
  }

  /** What it takes to make the step on the batch in memory once more. */
  get replay(): Replay | undefined {
    return this.steps && { steps: this.steps, order: this.order.subarray(0, this.size) };
  }

  release(): void {
    this.steps?.release();
    this.steps = undefined;
  }
}
