// Which columns the network learns from, and their numbers row by row.
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { quote, type TypedColumn, typeColumn } from "../tables/columnTypes.ts";
import { findColumn } from "../tables/findColumn.ts";
import { numericCells } from "../tables/numericCells.ts";
import type { Column, Table } from "../tables/table.ts";

/** A column that is left out, and why. */
export interface IgnoredColumn {
  readonly name: string;
  readonly reason: string;
}

/** The numbers that a network learns from. */
export interface Features {
  readonly names: readonly string[];
  /** Row by row: the value of column `c` in row `r` is `values[r * names.length + c]`. */
  readonly values: Float64Array;
  readonly rowCount: number;
}

/** The columns of a table that are features, and those that are not. */
export interface ChosenColumns {
  readonly columns: readonly TypedColumn[];
  readonly ignored: readonly IgnoredColumn[];
}

/** Every column but the target, those the user ignores, and those that cannot teach anything. */
export function chooseFeatures(table: Table, target: string, ignore: readonly string[]): ChosenColumns {
  for (const name of ignore) findColumn(table, name, (found) => `--ignore ${found}`);
  const ignored: IgnoredColumn[] = ignore.map((name) => ({ name, reason: "--ignore says so" }));
  const columns: TypedColumn[] = [];
  for (const column of table.columns) {
    if (column.name === target || ignore.includes(column.name)) continue;
    const typed = typeColumn(column);
    if (typed.kind === "identifier") ignored.push({ name: column.name, reason: "text that is unique in every row" });
    else if (typed.kind === "empty") ignored.push({ name: column.name, reason: typed.reason });
    else columns.push(typed);
  }
  if (columns.length === 0) throw noFeaturesError(table, target, ignored);
  return { columns, ignored };
}

/** The numbers of columns. @throws {CommandError} naming the first cell that is missing or no number. */
export function readFeatures(table: Table, columns: readonly Column[]): Features {
  const values = new Float64Array(table.rowCount * columns.length);
  columns.forEach((column, position) => {
    const fix = `leave the column out: --ignore ${column.name}`;
    const numbers = numericCells(table, column, { role: "column", fix });
    numbers.forEach((value, row) => {
      values[row * columns.length + position] = value;
    });
  });
  return { names: columns.map((column) => column.name), values, rowCount: table.rowCount };
}

function noFeaturesError(table: Table, target: string, ignored: readonly IgnoredColumn[]): CommandError {
  return new CommandError(codes.noFeatures, `${table.name} has no column to learn ${quote(target)} from`, {
    where: table.path,
    evidence: ignored.map(({ name, reason }) => `ignored ${name}: ${reason}`),
    fixes: ["give a table with at least one column of numbers beside the target"],
  });
}
