// Precision and recall of each class as text.
import type { Confusion } from "./confusionTable.ts";
import { shorten, textTable } from "./textTable.ts";

/** The scores of one class; NaN where nothing was said or nothing was there. */
export interface ClassScore {
  readonly label: string;
  /** Of the rows that were said to be of this class, the share that is. */
  readonly precision: number;
  /** Of the rows of this class, the share that was found. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
  readonly rows: number;
}

/** The scores of every class of a confusion matrix. */
export function classScores({ labels, counts }: Confusion): ClassScore[] {
  return labels.map((label, index) => {
    const hits = counts[index]?.[index] ?? 0;
    const rows = (counts[index] ?? []).reduce((sum, count) => sum + count, 0);
    const said = counts.reduce((sum, row) => sum + (row[index] ?? 0), 0);
    const f1 = rows + said === 0 ? Number.NaN : (2 * hits) / (rows + said);
    return { label, precision: hits / said, recall: hits / rows, f1, rows };
  });
}

const share = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(3));

/** One line per class. */
export function classTable(scores: readonly ClassScore[]): string[] {
  const rows = scores.map((score) => [
    shorten(score.label, 24),
    share(score.precision),
    share(score.recall),
    share(score.f1),
    String(score.rows),
  ]);
  const lines = textTable(
    [["class", "precision", "recall", "F1", "rows"], ...rows],
    ["right", "right", "right", "right", "right"],
  );
  return lines.map((line) => `  ${line}`);
}
