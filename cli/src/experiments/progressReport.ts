// Follows a training: tells the renderer, and remembers the best epoch.
import type { EpochNumbers } from "../renderers/events.ts";
import type { Session } from "../sessions/session.ts";

/** Reports on one training. */
export class ProgressReport {
  readonly #session: Session;
  readonly #epochs: number;
  readonly #monitor: string | undefined;
  readonly #started = performance.now();
  #best = Number.POSITIVE_INFINITY;
  /** The last epoch that has ended, counted from 1; 0 before the first. */
  last = 0;
  /** The epoch whose weights are kept: that with the least monitored number, or the last where nothing is monitored. */
  kept = 0;

  constructor(session: Session, epochs: number, monitor: string | undefined) {
    this.#session = session;
    this.#epochs = epochs;
    this.#monitor = monitor;
  }

  /** Seconds since the training began. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** An epoch has ended. @param epoch Counted from 1. */
  epochEnded(epoch: number, numbers: EpochNumbers): void {
    const value = this.#monitor === undefined ? undefined : numbers[this.#monitor];
    const best = value !== undefined && value < this.#best;
    if (best) this.#best = value;
    if (best || this.#monitor === undefined) this.kept = epoch;
    this.last = epoch;
    this.#session.renderer.emit({ type: "epoch", epoch, epochs: this.#epochs, numbers, best, seconds: this.seconds });
  }

  /** A batch has ended. @param fraction How much of the epoch is done, from 0 to 1. */
  batchEnded(epoch: number, fraction: number): void {
    this.#session.renderer.emit({ type: "batch", epoch, epochs: this.#epochs, fraction });
  }
}
