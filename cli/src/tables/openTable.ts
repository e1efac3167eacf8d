// The one way from what the user names to a table in memory; other kinds of sources join here.
import { fileSource } from "./fileSource.ts";
import { type ReadOptions, readCsv } from "./readCsv.ts";
import { standardInputSource } from "./standardInputSource.ts";
import { countOf, delimiterName, type Table } from "./table.ts";

/** Reads a file, or standard input for `-`. */
export async function openTable(path: string, options: ReadOptions): Promise<Table> {
  return await readCsv(path === "-" ? standardInputSource() : await fileSource(path), options);
}

/** `Read churn.csv: 18,204 rows, 12 columns, ',' UTF-8`. */
export function tableLine(table: Table): string {
  const size = `${countOf(table.rowCount, "row")}, ${countOf(table.columns.length, "column")}`;
  return `Read ${table.name}: ${size}, ${delimiterName(table.format.delimiter)} ${table.format.encoding}`;
}
