// Gathers the records of a table into columns, and knows on which line each record begins.
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { columnNames } from "./columnNames.ts";
import type { Source } from "./source.ts";
import type { Column } from "./table.ts";

/** Thrown to end the reading at a record with another number of cells than the header. */
export class RaggedRecord extends Error {
  override readonly name = "RaggedRecord";
  /** The line on which the record begins. */
  readonly first: number;
  /** The line on which it ends: another one when a quoted cell holds line breaks. */
  readonly last: number;
  readonly got: number;
  readonly expected: number;

  constructor(first: number, last: number, got: number, expected: number) {
    super(`line ${first} has ${got} fields, expected ${expected}`);
    this.first = first;
    this.last = last;
    this.got = got;
    this.expected = expected;
  }
}

/** Takes records in order: the first is the header, the others are rows of as many cells. */
export class RecordCollector {
  readonly #source: Source;
  readonly #warn: (text: string) => void;
  readonly #lines: number[] = [];
  #names: readonly string[] | undefined;
  #cells: string[][] = [];
  #nextLine = 1;
  #emptyLines = 0;

  constructor(source: Source, warn: (text: string) => void) {
    this.#source = source;
    this.#warn = warn;
  }

  /** The line after the last record, given how many empty lines have been skipped since the beginning. */
  lineAfter(emptyLines: number): number {
    return this.#nextLine + emptyLines - this.#emptyLines;
  }

  /** Adds a record. Lines are counted here because csv-parse counts Windows line ends inside quotes twice. */
  take(record: readonly string[], emptyLines: number): void {
    const first = this.lineAfter(emptyLines);
    const last = record.reduce((line, cell) => line + lineBreaks(cell), first);
    this.#emptyLines = emptyLines;
    this.#nextLine = last + 1;
    if (this.#names === undefined) {
      this.#names = columnNames(record, this.#source, this.#warn);
      this.#cells = this.#names.map(() => []);
      return;
    }
    if (record.length !== this.#names.length) {
      throw new RaggedRecord(first, last, record.length, this.#names.length);
    }
    record.forEach((cell, index) => {
      this.#cells[index]?.push(cell);
    });
    this.#lines.push(first);
  }

  /** The columns, once every record has been taken. @throws {CommandError} when there is no row. */
  finish(): { columns: readonly Column[]; rowCount: number; lines: Int32Array } {
    const names = this.#names ?? [];
    if (this.#lines.length === 0) throw noRowsError(this.#source, names.length);
    return {
      columns: names.map((name, index) => ({ name, cells: this.#cells[index] ?? [] })),
      rowCount: this.#lines.length,
      lines: Int32Array.from(this.#lines),
    };
  }
}

function lineBreaks(cell: string): number {
  if (!cell.includes("\n") && !cell.includes("\r")) return 0;
  return cell.split(/\r\n|\n|\r/).length - 1;
}

function noRowsError(source: Source, columns: number): CommandError {
  const what = columns === 0 ? "only empty lines" : `column names (${columns}) but no row below them`;
  return new CommandError(codes.noRows, `${source.name} has ${what}`, {
    where: source.path,
    fixes: ["give a file with a line of column names and at least one row"],
  });
}
