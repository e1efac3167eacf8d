// Blocks of text put next to each other, as many to a line as fit.
import { pad, shownLength } from "./textTable.ts";

/** Lines in which blocks of lines stand side by side, `gap` blanks apart, and wrap to the next row of blocks. */
export function sideBySide(blocks: readonly (readonly string[])[], width: number, gap: number): string[] {
  const blockWidth = Math.max(1, ...blocks.flat().map(shownLength));
  const perRow = Math.max(1, Math.floor((width + gap) / (blockWidth + gap)));
  const lines: string[] = [];
  for (let first = 0; first < blocks.length; first += perRow) {
    const row = blocks.slice(first, first + perRow);
    const height = Math.max(...row.map((block) => block.length));
    if (first > 0) lines.push("");
    for (let line = 0; line < height; line += 1) {
      lines.push(
        row
          .map((block) => pad(block[line] ?? "", blockWidth, "left"))
          .join(" ".repeat(gap))
          .trimEnd(),
      );
    }
  }
  return lines;
}
