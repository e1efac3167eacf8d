// Follows a training: tells the renderer, remembers the best epoch, and lets Ctrl-C through.
import { setImmediate } from "node:timers/promises";
import type { EpochNumbers } from "../renderers/events.ts";
import type { Session } from "../sessions/session.ts";

/** The event loop gets a turn this often, so that a signal is heard within a fraction of a second. */
const turnMilliseconds = 50;

/** What is known of an epoch that has ended. */
export interface EpochRecord {
  readonly epoch: number;
  readonly numbers: EpochNumbers;
}

/** Reports on one training. */
export class ProgressReport {
  readonly #session: Session;
  readonly #epochs: number;
  readonly #monitor: string;
  readonly #started = performance.now();
  #turned = performance.now();
  /** The epoch with the lowest monitored number so far. */
  best: EpochRecord | undefined;
  last: EpochRecord | undefined;

  constructor(session: Session, epochs: number, monitor: string) {
    this.#session = session;
    this.#epochs = epochs;
    this.#monitor = monitor;
  }

  /** Seconds since the training began. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** An epoch has ended. @param epoch Counted from 1. @returns Whether it is the best so far. */
  epochEnded(epoch: number, numbers: EpochNumbers): boolean {
    const record = { epoch, numbers };
    const value = numbers[this.#monitor] ?? Number.POSITIVE_INFINITY;
    const best = value < (this.best?.numbers[this.#monitor] ?? Number.POSITIVE_INFINITY);
    if (best) this.best = record;
    this.last = record;
    this.#session.renderer.emit({ type: "epoch", epoch, epochs: this.#epochs, numbers, best, seconds: this.seconds });
    return best;
  }

  /** A batch has ended. @param fraction How much of the epoch is done, from 0 to 1. */
  async batchEnded(epoch: number, fraction: number): Promise<void> {
    if (performance.now() - this.#turned < turnMilliseconds) return;
    this.#session.renderer.emit({ type: "batch", epoch, epochs: this.#epochs, fraction });
    await setImmediate();
    this.#turned = performance.now();
  }
}
