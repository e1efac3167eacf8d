// The one way from what the user names to a table in memory; other kinds of sources join here.
import { fileSource } from "./fileSource.ts";
import { standardInputSource } from "./passingSource.ts";
import { readCsv, type TableOptions } from "./readCsv.ts";
import { countOf, delimiterName, type Table } from "./table.ts";

/** Who is told what is being read, and of what looks odd in it: a session. */
export interface Reader {
  status(text: string): void;
  warn(text: string): void;
}

/** Reads a file, or standard input for `-`. */
export async function openTable(reader: Reader, path: string, options: TableOptions): Promise<Table> {
  const source = path === "-" ? standardInputSource() : await fileSource(path);
  reader.status(`Reading ${source.name} …`);
  return await readCsv(source, { ...options, warn: (text) => reader.warn(text) });
}

/** `Read churn.csv: 18,204 rows, 12 columns, ',' UTF-8`. */
export function tableLine(table: Table): string {
  const size = `${countOf(table.rowCount, "row")}, ${countOf(table.columns.length, "column")}`;
  return `Read ${table.name}: ${size}, ${delimiterName(table.format.delimiter)} ${table.format.encoding}`;
}
