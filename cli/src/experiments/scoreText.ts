// Scores as lines for people: the baseline always beside the score, and the interval.
import type { Interval, Score } from "./scores.ts";

/** ` (95 % interval 0.812–0.840)`; nothing for a score that is not defined. */
function between([low, high]: Interval): string {
  return Number.isNaN(low) ? "" : ` (95 % interval ${low.toFixed(3)}–${high.toFixed(3)})`;
}

const determined = (r2: number): string => (Number.isNaN(r2) ? "–" : r2.toFixed(3));

/** A number in about four digits. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const text = value.toPrecision(4);
  return text.includes("e") ? Number(text).toExponential() : String(Number(text));
}

/** `Baseline (always "no"): accuracy 0.713`. */
export function baselineLine(score: Score): string {
  if (score.task === "classification") {
    return `Baseline (always "${score.baseline.answer}"): accuracy ${score.baseline.accuracy.toFixed(3)}`;
  }
  const { answer, r2, rmse } = score.baseline;
  return `Baseline (always the mean, ${formatNumber(answer)}): R² ${determined(r2)}, RMSE ${formatNumber(rmse)}`;
}

/** `accuracy 0.826 (95 % interval 0.812–0.840) · +11.3 points over baseline 0.713`. */
export function scoreText(score: Score): string {
  if (score.task === "classification") {
    const points = 100 * (score.accuracy - score.baseline.accuracy);
    const gain = `${signed(points, 1)} points over baseline ${score.baseline.accuracy.toFixed(3)}`;
    return `accuracy ${score.accuracy.toFixed(3)}${between(score.interval)} · ${gain}`;
  }
  const errors = `RMSE ${formatNumber(score.rmse)}, baseline ${formatNumber(score.baseline.rmse)}`;
  const r2 = `R² ${determined(score.r2)}${between(score.interval)} · baseline ${determined(score.baseline.r2)}`;
  return `${r2} · ${errors}`;
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

/** The score for programs. */
export function scoreMetrics(score: Score): Record<string, unknown> {
  if (score.task === "classification") {
    return { rows: score.rows, accuracy: score.accuracy, interval: score.interval };
  }
  return { rows: score.rows, r2: score.r2, interval: score.interval, rmse: score.rmse, mae: score.mae };
}
