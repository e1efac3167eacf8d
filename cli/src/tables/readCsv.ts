// Reads a delimited text table as a stream, through csv-parse, and says exactly where it is broken.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { CheckedBytes } from "./checkedBytes.ts";
import { brokenQuoteError, raggedLineError } from "./csvErrors.ts";
import { detectDelimiter } from "./delimiters.ts";
import { RaggedRecord, RecordCollector } from "./recordCollector.ts";
import type { Source } from "./source.ts";
import type { Table } from "./table.ts";

/** What the user says about a table. */
export interface TableOptions {
  /** What separates the cells; guessed when it is left out. */
  readonly delimiter?: string | undefined;
}

/** The same, and who is told of what looks odd in the table. */
export interface ReadOptions extends TableOptions {
  warn(text: string): void;
}

/** A longer row is taken for a quote that is never closed; no real table has rows of this size. */
const longestRecord = 8 * 2 ** 20;
const guessedFrom = 65536;

/** Reads a table. @throws {CommandError} with the line and the evidence where the source is not a table. */
export async function readCsv(source: Source, options: ReadOptions): Promise<Table> {
  const checked = new CheckedBytes(source);
  const chunks = checked.chunks();
  const first = await chunks.next();
  const delimiter =
    options.delimiter ?? detectDelimiter(new TextDecoder().decode(checked.head.subarray(0, guessedFrom)));
  const collector = new RecordCollector(source, options.warn);
  try {
    await parseInto(collector, prepend(first, chunks), delimiter);
  } catch (thrown) {
    if (thrown instanceof RaggedRecord) throw await raggedLineError(source, thrown);
    if (!(thrown instanceof CsvError)) throw thrown;
    throw await brokenQuoteError(source, thrown.code, collector.lineAfter(emptyLinesBefore(thrown)), delimiter);
  }
  return {
    name: source.name,
    path: source.path,
    ...collector.finish(),
    format: { delimiter, encoding: checked.byteOrderMark ? "UTF-8 with BOM" : "UTF-8" },
    sha256: checked.sha256(),
  };
}

async function* prepend(
  first: IteratorResult<Uint8Array, void>,
  rest: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  if (first.done !== true) yield first.value;
  yield* rest;
}

/** The records go to the collector from inside the parser: a stream that fails would drop those it still holds. */
function parseInto(collector: RecordCollector, bytes: AsyncIterable<Uint8Array>, delimiter: string): Promise<void> {
  const parser = parse({
    bom: true,
    delimiter,
    max_record_size: longestRecord,
    on_record: (record: string[], { empty_lines }) => {
      collector.take(record, empty_lines);
      return null;
    },
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  parser.resume();
  return pipeline(Readable.from(bytes, { objectMode: false }), parser);
}

function emptyLinesBefore(error: CsvError): number {
  return "empty_lines" in error && typeof error.empty_lines === "number" ? error.empty_lines : 0;
}
