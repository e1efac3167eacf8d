// StreamFeed: batches that somebody else makes: a generator, a file that is read, a camera.
import type { Eventually } from "../../backends/index.ts";
import { describeValue } from "../../nn/index.ts";
import { ConfigError, DataError } from "../../tensor/index.ts";
import { chain } from "../eventually.ts";
import type { PreparedRows, RowsInput } from "../rows/rows.ts";
import type { ScoreTotals } from "../scoreTotals.ts";
import { type BatchSource, isBatch, isBatches } from "./batchSource.ts";
import type { Batch, Feed, Replay } from "./feed.ts";
import { type StepsMaker, StreamSteps } from "./streamSteps.ts";

type Cursor = Iterator<RowsInput> | AsyncIterator<RowsInput>;

function cursorOf(source: BatchSource): Cursor {
  const batches: unknown = typeof source === "function" ? source() : source;
  if (isBatches(batches)) {
    return Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  }
  throw new ConfigError("the function does not give batches", {
    where: "fit",
    got: batches instanceof Promise ? "a promise" : describeValue(batches),
    expected: "something to iterate over",
    fix: "Pass a generator: function* or async function*, which yields { x, y }",
  });
}

/** @throws {DataError} for what is no batch: Keras's [x, y], rows without targets. */
function checkBatch(value: unknown, number: number): void {
  if (isBatch(value)) return;
  throw new DataError("is no batch", {
    where: `batch ${number}`,
    got: Array.isArray(value) ? `a list of ${value.length}` : describeValue(value),
    expected: "{ x, y } or { x, y, sampleWeight }",
  });
}

/** How batches are taken. */
export interface StreamFeedOptions {
  readonly source: BatchSource;
  /** Steps in each epoch; undefined: until the source ends. */
  readonly stepsPerEpoch: number | undefined;
  /** Brings a batch into the form that programs take. */
  prepare(input: RowsInput, number: number): PreparedRows;
}

/** Batches from a source. */
export class StreamFeed implements Feed, Batch {
  readonly rowCount = undefined;
  readonly isPassing = true;
  readonly batches: number | undefined;
  endReason: string | undefined;
  batchSize = 0;
  size = 0;
  private readonly steps: StreamSteps;
  private readonly options: StreamFeedOptions;
  private cursor: Cursor | undefined;
  /** The first batch, where it was looked at before the training began. */
  private peeked: IteratorResult<RowsInput> | undefined;
  /** Batches since the source was begun, and those of this epoch. */
  private taken = 0;
  private inEpoch = 0;
  private isReleased = false;

  constructor(options: StreamFeedOptions, make: StepsMaker) {
    this.options = options;
    this.batches = options.stepsPerEpoch;
    this.steps = new StreamSteps(make);
  }

  /** The first batch, which stays the first. */
  async peek(): Promise<RowsInput | undefined> {
    this.peeked ??= await this.restart().next();
    if (this.peeked.done === true) return undefined;
    checkBatch(this.peeked.value, 0);
    return this.peeked.value;
  }

  begin(): void {
    this.inEpoch = 0;
    // With a number of steps, an epoch goes on where the one before ended.
    if (this.options.stepsPerEpoch === undefined && this.peeked === undefined) this.restart();
  }

  private restart(): Cursor {
    this.cursor = cursorOf(this.options.source);
    this.taken = 0;
    return this.cursor;
  }

  next(): Eventually<Batch | undefined> {
    if (this.inEpoch === this.batches) return undefined;
    const { peeked } = this;
    this.peeked = undefined;
    if (peeked !== undefined) return this.take(peeked);
    const cursor = this.cursor ?? this.restart();
    return chain(cursor.next(), (result) => this.take(result));
  }

  private take(result: IteratorResult<RowsInput>): Eventually<Batch | undefined> {
    // An abort does not wait for a batch that comes later.
    if (this.isReleased) return undefined;
    if (result.done === true) return this.exhausted();
    checkBatch(result.value, this.taken);
    const rows = this.options.prepare(result.value, this.taken);
    this.taken += 1;
    this.inEpoch += 1;
    this.size = rows.rows;
    this.batchSize = Math.max(this.batchSize, rows.rows);
    return chain(this.steps.load(rows), () => this);
  }

  /** At the end of the source: begins anew where a number of steps is wanted and it can, else the epoch ends. */
  private exhausted(): Eventually<Batch | undefined> {
    const { stepsPerEpoch } = this.options;
    if (this.taken > 0) {
      this.cursor = undefined;
      return stepsPerEpoch === undefined ? undefined : this.next();
    }
    if (this.batchSize === 0) {
      throw new DataError("there are no batches", { where: "fit", fix: "The source must give { x, y } at least once" });
    }
    this.endReason = "the batches came to an end; pass a function that makes them anew for each epoch";
    return undefined;
  }

  rows(): number[] {
    return Array.from({ length: this.size }, (_, row) => row);
  }

  get replay(): Replay | undefined {
    return this.steps.replay;
  }

  run(totals: ScoreTotals): Eventually<number> {
    return this.steps.run(totals);
  }

  /** Lets the source clean up: a generator's `finally`. */
  async close(): Promise<void> {
    const { cursor } = this;
    this.cursor = undefined;
    await cursor?.return?.();
  }

  release(): void {
    this.isReleased = true;
    this.steps.release();
  }
}
