// The one line that the live renderer keeps redrawing: how far the training is, its numbers, the time left.
import { formatLoss } from "./epochTable.ts";
import type { BatchEvent, EpochEvent } from "./events.ts";

const barWidth = 16;

/** `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** The status of a training; what does not fit into `width` characters is left out. Empty before anything is known. */
export function statusLine(last: EpochEvent | undefined, batch: BatchEvent | undefined, width: number): string {
  const current = batch ?? last;
  if (current === undefined) return "";
  const done = batch === undefined ? (last?.epoch ?? 0) : batch.epoch - 1 + batch.fraction;
  const filled = Math.round(Math.min(1, done / current.epochs) * barWidth);
  const bar = `${"━".repeat(filled)}${"·".repeat(barWidth - filled)}`;
  let line = ` epoch ${current.epoch}/${current.epochs}  ${bar}`;
  for (const part of last === undefined ? [] : numbersOf(last, current.epochs - done)) {
    if (line.length + part.length + 2 > width) break;
    line += `  ${part}`;
  }
  return line.slice(0, Math.max(0, width));
}

/** The numbers of the last epoch, and how long the training takes if it runs all epochs. */
function numbersOf({ numbers, seconds, epoch }: EpochEvent, left: number): string[] {
  const { loss, valLoss, accuracy, valAccuracy } = numbers;
  const score = valAccuracy ?? accuracy;
  return [
    ...(loss === undefined ? [] : [`loss ${formatLoss(loss)}`]),
    ...(valLoss === undefined ? [] : [`val ${formatLoss(valLoss)}`]),
    ...(score === undefined ? [] : [`acc ${score.toFixed(3)}`]),
    `${formatDuration((seconds / epoch) * left)} left`,
  ];
}
