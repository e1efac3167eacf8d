// Text in columns: a table that lines up in a terminal.
import { stripVTControlCharacters } from "node:util";

/** How a column's cells are aligned. */
export type Alignment = "left" | "right";

/** Characters a terminal shows for a text; colour codes take no room. */
export function shownLength(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** Pads a text that may hold colour codes. */
export function pad(text: string, width: number, alignment: Alignment): string {
  const blanks = " ".repeat(Math.max(0, width - shownLength(text)));
  return alignment === "left" ? text + blanks : blanks + text;
}

/** Cuts a text to a width, with an ellipsis in place of what is lost. */
export function shorten(text: string, width: number): string {
  const line = text.replace(/\s+/g, " ");
  const characters = [...line];
  return characters.length > width ? `${characters.slice(0, Math.max(0, width - 1)).join("")}…` : line;
}

/** Rows of cells as lines, the columns aligned and `gap` blanks apart. */
export function textTable(rows: readonly (readonly string[])[], alignments: readonly Alignment[], gap = 2): string[] {
  const widths = alignments.map((_, column) => Math.max(0, ...rows.map((row) => shownLength(row[column] ?? ""))));
  return rows.map((row) =>
    widths
      .map((width, column) => pad(row[column] ?? "", width, alignments[column] ?? "left"))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}
