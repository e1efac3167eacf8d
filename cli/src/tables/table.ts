// A table as a reader hands it over: named columns of cells as they were written, and where each row came from.

/** One column, cell by cell as written in the source, without surrounding blanks. */
export interface Column {
  readonly name: string;
  readonly cells: readonly string[];
}

/** How a source was read; every guess can be shown. */
export interface Format {
  /** What separates the cells: `,`, `;` or a tab. */
  readonly delimiter: string;
  /** `UTF-8`, or `UTF-8 with BOM`. */
  readonly encoding: string;
}

/** A whole table in memory. What reads it (CSV today) is known to its reader only. */
export interface Table {
  /** Short name of the source for messages: the file's name, or `standard input`. */
  readonly name: string;
  /** The path or `-` as the user gave it. */
  readonly path: string;
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** The line on which each row begins, counted from 1. */
  readonly lines: Int32Array;
  readonly format: Format;
  /** SHA-256 of the source's bytes, as 64 hexadecimal digits. */
  readonly sha256: string;
}

/** `','`, `';'` or `tab`, for messages. */
export function delimiterName(delimiter: string): string {
  return delimiter === "\t" ? "tab" : `'${delimiter}'`;
}

/** A whole number with thousands separated: 18,204. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** `3 rows`, `1 row`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
