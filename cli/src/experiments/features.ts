// Which columns the network learns from, and their numbers row by row.
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { shortList } from "../errors/shortList.ts";
import { quote, type TypedColumn, typeColumn } from "../tables/columnTypes.ts";
import { findColumn } from "../tables/findColumn.ts";
import { isMissing, parseNumber } from "../tables/numbers.ts";
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

/**
 * The numbers of columns.
 *
 * @param leaveOut says how columns can be left out; what a trained network reads cannot be.
 * @throws {CommandError} naming the cells that are missing or no numbers.
 */
export function readFeatures(
  table: Table,
  columns: readonly Column[],
  leaveOut: (names: readonly string[]) => string = () => "the network was trained on this column",
): Features {
  requireNumbers(table, columns, leaveOut);
  const values = new Float64Array(table.rowCount * columns.length);
  columns.forEach((column, position) => {
    const numbers = numericCells(table, column, { role: "column", fix: leaveOut([column.name]) });
    numbers.forEach((value, row) => {
      values[row * columns.length + position] = value;
    });
  });
  return { names: columns.map((column) => column.name), values, rowCount: table.rowCount };
}

/** Columns without a single number are told all at once: they are text, not numbers with a mistake. */
function requireNumbers(
  table: Table,
  columns: readonly Column[],
  leaveOut: (names: readonly string[]) => string,
): void {
  const isNumber = (cell: string): boolean => parseNumber(cell) !== undefined;
  const text = columns.filter(({ cells }) => !cells.every(isMissing) && !cells.some(isNumber));
  if (text.length === 0) return;
  const names = text.map((column) => column.name);
  const subject = names.length === 1 ? `column ${names[0]} is text` : `columns ${shortList(names)} are text`;
  throw new CommandError(codes.textColumns, `${subject} in ${table.name}, and only numbers can be learned from`, {
    where: table.path,
    evidence: text.slice(0, 3).map(({ name, cells }) => {
      const row = cells.findIndex((cell) => !isMissing(cell));
      return `line ${table.lines[row] ?? 0}, column ${quote(name)}: ${quote(cells[row] ?? "")}`;
    }),
    fixes: [names.length === 1 ? "write it as numbers" : "write them as numbers", leaveOut(names)],
  });
}

function noFeaturesError(table: Table, target: string, ignored: readonly IgnoredColumn[]): CommandError {
  return new CommandError(codes.noFeatures, `${table.name} has no column to learn ${quote(target)} from`, {
    where: table.path,
    evidence: ignored.map(({ name, reason }) => `ignored ${name}: ${reason}`),
    fixes: ["give a table with at least one column of numbers beside the target"],
  });
}
