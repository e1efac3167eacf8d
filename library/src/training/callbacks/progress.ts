// progress: shows how a training goes, as a line that is redrawn or as plain lines.
import { choice, objectField, optional } from "../../nn/index.ts";
import {
  type BatchProgress,
  type CallbackHandlers,
  defineCallback,
  type EpochResult,
  type TrainingContext,
} from "../callback.ts";

/** Where progress is written: `process.stderr`, for instance. */
export interface TextStream {
  write(text: string): unknown;
  /** Whether lines can be redrawn. */
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Milliseconds between two redraws: at most ten a second. */
const redrawInterval = 100;
/** Milliseconds after which a plain line is written even if the epoch is not one of 1, 2, 4, 8, ... */
const plainInterval = 30_000;

function isStream(value: unknown): value is TextStream {
  return typeof value === "object" && value !== null && "write" in value && typeof value.write === "function";
}

/** The process's error stream, so that standard output holds results only; the console where there is no process. */
function defaultStream(): TextStream {
  if (typeof process === "object" && isStream(process.stderr)) return process.stderr;
  return { write: (text) => console.log(text.replace(/\n$/, "")) };
}

const number = (value: number): string =>
  value !== 0 && (Math.abs(value) < 0.001 || Math.abs(value) >= 10_000) ? value.toExponential(2) : value.toFixed(4);

const valuesText = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${number(value)}`)
    .join("  ");

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${(minutes / 60).toFixed(1)} h`;
}

function epochText(epoch: number, { epochs }: TrainingContext): string {
  return `epoch ${String(epoch + 1).padStart(String(epochs).length)}/${epochs}`;
}

function bar(share: number): string {
  const width = 16;
  const full = Math.round(share * width);
  return `[${"=".repeat(full)}${" ".repeat(width - full)}]`;
}

/** One line that is redrawn: the epoch, how far it is, loss and metrics, time left. */
class LiveProgress implements CallbackHandlers {
  private readonly stream: TextStream;
  private readonly started = performance.now();
  private drawn = Number.NEGATIVE_INFINITY;
  private last = "";
  private isOpen = false;

  constructor(stream: TextStream) {
    this.stream = stream;
  }

  private draw(text: string): void {
    const columns = this.stream.columns ?? 80;
    this.stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, columns - 1))}`);
    this.drawn = performance.now();
    this.isOpen = true;
  }

  private left(done: number, { epochs, initialEpoch }: TrainingContext): string {
    const share = done / (epochs - initialEpoch);
    const seconds = (performance.now() - this.started) / 1000;
    return share > 0 ? duration((seconds / share) * (1 - share)) : "";
  }

  onBatchEnd(progress: BatchProgress, context: TrainingContext): void {
    if (performance.now() - this.drawn < redrawInterval) return;
    const within = (progress.batch + 1) / (progress.batches ?? Infinity);
    const left = this.left(progress.epoch - context.initialEpoch + within, context);
    const values = this.last === "" ? `loss ${number(progress.loss)}` : this.last;
    this.draw(`${epochText(progress.epoch, context)} ${bar(within)} ${values}  ${left} left`);
  }

  onEpochEnd({ values, epoch }: EpochResult, context: TrainingContext): void {
    this.last = valuesText(values);
    const isLast = epoch + 1 === context.epochs;
    if (!isLast && performance.now() - this.drawn < redrawInterval) return;
    this.draw(`${epochText(epoch, context)} ${this.last}`);
  }

  onTrainEnd({ stopReason }: TrainingContext): void {
    if (!this.isOpen) return;
    const seconds = (performance.now() - this.started) / 1000;
    this.stream.write(`  ${duration(seconds)}\n`);
    if (stopReason !== undefined) this.stream.write(`stopped: ${stopReason}\n`);
  }
}

/** Whole lines, for files and pipes: after epochs 1, 2, 4, 8, ..., the last one, and at least every 30 seconds. */
class PlainProgress implements CallbackHandlers {
  private readonly stream: TextStream;
  private readonly started = performance.now();
  private written = performance.now();
  private unwritten = "";

  constructor(stream: TextStream) {
    this.stream = stream;
  }

  onEpochEnd({ epoch, values, seconds }: EpochResult, context: TrainingContext): void {
    const line = `${epochText(epoch, context)}  ${valuesText(values)}  ${duration(seconds)}\n`;
    const number = epoch - context.initialEpoch + 1;
    const isPower = (number & (number - 1)) === 0;
    if (isPower || performance.now() - this.written > plainInterval) {
      this.stream.write(line);
      this.written = performance.now();
      this.unwritten = "";
    } else {
      this.unwritten = line;
    }
  }

  onTrainEnd({ stopReason }: TrainingContext): void {
    this.stream.write(this.unwritten);
    const seconds = (performance.now() - this.started) / 1000;
    this.stream.write(
      `trained for ${duration(seconds)}${stopReason === undefined ? "" : `, stopped: ${stopReason}`}\n`,
    );
  }
}

/**
 * Shows how a training goes: on a terminal one line that is redrawn at most ten times a second, elsewhere a plain line
 * after epochs 1, 2, 4, 8, ..., the last one, and at least every 30 seconds.
 *
 * Options: `stream` (default `process.stderr`, or the console in a page), `format` (`"auto"`, `"live"` or `"plain"`).
 *
 * @example
 * ```ts
 * import { dense, progress, sequential } from "chainrule";
 * const lines: string[] = [];
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * const stream = { write: (text: string) => lines.push(text) };
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 2, callbacks: [progress({ stream })] });
 * console.log(lines[0]?.startsWith("epoch 1/2  loss")); // true
 * ```
 */
export const progress = defineCallback({
  name: "progress",
  description: "Shows how a training goes",
  config: {
    stream: optional(objectField<TextStream>(isStream, "an object with write(text)", "Where to write")),
    format: optional(choice(["auto", "live", "plain"], "A line that is redrawn, or plain lines"), "auto"),
  },
  start: ({ stream = defaultStream(), format }) => {
    const isLive = format === "live" || (format === "auto" && stream.isTTY === true);
    const handlers: CallbackHandlers = isLive ? new LiveProgress(stream) : new PlainProgress(stream);
    return Object.assign(handlers, {
      onTrainBegin: ({ model: { backend } }: TrainingContext) => {
        if (backend.deterministic) return;
        stream.write(`the backend ${backend.name} rounds as this machine does: other machines may get other weights\n`);
      },
    });
  },
});
