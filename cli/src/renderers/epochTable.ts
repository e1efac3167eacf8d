// The table of epochs, one line at a time, and which epochs are worth a line.
import type { EpochEvent } from "./events.ts";

const titles: Readonly<Record<string, string>> = {
  loss: "loss",
  valLoss: "val",
  accuracy: "acc",
  valAccuracy: "val acc",
};

const columnWidth = 9;

function shown(event: EpochEvent): readonly string[] {
  return Object.keys(titles).filter((name) => event.numbers[name] !== undefined);
}

/** A number in four digits or so, short enough for its column. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-4) return value.toExponential(1);
  return size >= 100 ? value.toFixed(1) : value.toFixed(4);
}

/** The line above the first epoch. */
export function epochHeader(event: EpochEvent): string {
  const names = shown(event).map((name) => (titles[name] ?? name).padStart(columnWidth));
  return `${"epoch".padStart(6)}${names.join("")}   note`;
}

/** One epoch as a line under {@link epochHeader}. */
export function epochLine(event: EpochEvent): string {
  const numbers = shown(event).map((name) => formatLoss(event.numbers[name] ?? Number.NaN).padStart(columnWidth));
  return `${String(event.epoch).padStart(6)}${numbers.join("")}${event.best ? "   best" : ""}`.trimEnd();
}

const isPowerOfTwo = (whole: number): boolean => whole > 0 && (whole & (whole - 1)) === 0;

/** Chooses the epochs that get a line: 1, 2, 4, 8, ..., each new best where wanted, and one every 30 seconds. */
export class EpochSelection {
  readonly #everyBest: boolean;
  #lastShown = 0;

  constructor(options: { readonly everyBest: boolean }) {
    this.#everyBest = options.everyBest;
  }

  /** Whether this epoch gets a line of its own. */
  takes(event: EpochEvent): boolean {
    const due = event.seconds - this.#lastShown >= 30;
    const takes = due || isPowerOfTwo(event.epoch) || event.epoch === event.epochs || (this.#everyBest && event.best);
    if (takes) this.#lastShown = event.seconds;
    return takes;
  }
}
