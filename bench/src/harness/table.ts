// Tables as Markdown, so that what the terminal shows can be pasted into a document.

/** Rows of cells under their headings; columns of figures are set right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "(nothing was measured)";
  const widths = headings.map((heading, column) =>
    Math.max(3, heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const right = headings.map((_, column) => rows.every((row) => /^[\d.,]*( .*)?$/.test(row[column] ?? "")));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, right[column] === true)).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    right[column] === true ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  return [line(headings), line(rule), ...rows.map(line)].join("\n");
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

/** A figure with about three digits that count: 12,345 or 123 or 12.3 or 1.23. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "";
  const size = Math.abs(value);
  const digits = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
