// The one line that the live renderer keeps redrawing: how far the training is, its numbers, the time left.
import { formatLoss } from "./epochTable.ts";
import type { BatchEvent, EpochEvent } from "./events.ts";

const barWidth = 20;

/** `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** The status of a training, cut to `width` characters; empty before anything is known. */
export function statusLine(last: EpochEvent | undefined, batch: BatchEvent | undefined, width: number): string {
  const current = batch ?? last;
  if (current === undefined) return "";
  const done = batch === undefined ? (last?.epoch ?? 0) : batch.epoch - 1 + batch.fraction;
  const fraction = Math.min(1, done / current.epochs);
  const filled = Math.round(fraction * barWidth);
  const bar = `${"━".repeat(filled)}${"·".repeat(barWidth - filled)}`;
  const parts = [` epoch ${current.epoch}/${current.epochs}`, bar];
  if (last !== undefined) {
    const { loss, valLoss, accuracy, valAccuracy } = last.numbers;
    if (loss !== undefined) parts.push(`loss ${formatLoss(loss)}`);
    if (valLoss !== undefined) parts.push(`val ${formatLoss(valLoss)}`);
    const score = valAccuracy ?? accuracy;
    if (score !== undefined) parts.push(`acc ${score.toFixed(3)}`);
    if (done > 0) parts.push(`at most ${formatDuration((last.seconds / last.epoch) * (current.epochs - done))} left`);
  }
  return parts.join("  ").slice(0, Math.max(0, width));
}
