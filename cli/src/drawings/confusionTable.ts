// A confusion matrix as text: rows are the truth, columns what the network said.
import { shorten, textTable } from "./textTable.ts";

/** How often each class was taken for each: `counts[truth][predicted]`. */
export interface Confusion {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

const longestLabel = 12;
const mostMistakes = 10;

/** The matrix, or the most frequent mistakes where it would be wider than the terminal. */
export function confusionTable(confusion: Confusion, width: number): string[] {
  const matrix = wholeMatrix(confusion);
  if (matrix.every((line) => line.length <= width)) return matrix;
  return mistakes(confusion);
}

function wholeMatrix({ labels, counts }: Confusion): string[] {
  const names = labels.map((label) => shorten(label, longestLabel));
  const rows = counts.map((row, truth) => [
    names[truth] ?? "",
    "│",
    ...row.map((count) => (count === 0 ? "·" : String(count))),
  ]);
  const lines = textTable([["", "│", ...names], ...rows], ["right", "left", ...names.map(() => "right" as const)]);
  return ["Confusion matrix (rows: truth, columns: prediction)", ...lines.map((line) => `  ${line}`)];
}

function mistakes({ labels, counts }: Confusion): string[] {
  const found = counts.flatMap((row, truth) =>
    row.flatMap((count, predicted) => (truth !== predicted && count > 0 ? [{ truth, predicted, count }] : [])),
  );
  if (found.length === 0) return ["No class was taken for another."];
  found.sort((a, b) => b.count - a.count);
  const total = found.reduce((sum, { count }) => sum + count, 0);
  const rows = found
    .slice(0, mostMistakes)
    .map(({ truth, predicted, count }) => [labels[truth] ?? "", "→", labels[predicted] ?? "", `${count}×`]);
  const lines = textTable(rows, ["right", "left", "left", "right"]);
  return [`Most frequent mistakes (${total} in all; truth → prediction)`, ...lines.map((line) => `  ${line}`)];
}
