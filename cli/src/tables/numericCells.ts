// The cells of a column as numbers; the first cell that is none is named with its line and what to do about it.
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { quote } from "./columnTypes.ts";
import { hasDecimalComma, isMissing, parseNumber } from "./numbers.ts";
import { type Column, countOf, type Table } from "./table.ts";

/** What the errors about a column say of it. */
export interface ColumnUse {
  /** `feature` or `target`. */
  readonly role: string;
  /** What to do when the column cannot be numbers. */
  readonly fix: string;
}

/** The numbers of a column. @throws {CommandError} naming line, column and value of what is not a finite number. */
export function numericCells(table: Table, column: Column, use: ColumnUse): Float64Array {
  requirePresent(table, column, use);
  return Float64Array.from(column.cells, (cell, row) => {
    const value = parseNumber(cell);
    if (value === undefined) throw notANumberError(table, column, row, use);
    if (!Number.isFinite(Math.fround(value))) throw notFiniteError(table, column, row, use);
    return value;
  });
}

/** Refuses a column with missing cells: nothing is filled in silently. */
export function requirePresent(table: Table, column: Column, use: ColumnUse): void {
  const missing = column.cells.flatMap((cell, row) => (isMissing(cell) ? [row] : []));
  const [first] = missing;
  if (first === undefined) return;
  const lines = missing.slice(0, 5).map((row) => table.lines[row] ?? 0);
  const more = missing.length > lines.length ? `, … (${missing.length} in all)` : "";
  const word = column.cells[first] ?? "";
  throw new CommandError(
    codes.missingCells,
    `${use.role} ${quote(column.name)} has ${countOf(missing.length, "missing cell")} in ${table.name}`,
    {
      where: `${table.path}:${table.lines[first]}:${column.name}`,
      evidence: [
        `${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}${more}`,
        word === "" ? "the cell is empty" : `${quote(word)} says that there is no value`,
      ],
      fixes: ["fill the cells or leave these lines out of the table", use.fix],
    },
  );
}

function place(table: Table, column: Column, row: number): { line: number; cell: string; where: string } {
  const line = table.lines[row] ?? 0;
  return { line, cell: column.cells[row] ?? "", where: `${table.path}:${line}:${column.name}` };
}

function notANumberError(table: Table, column: Column, row: number, use: ColumnUse): CommandError {
  const { line, cell, where } = place(table, column, row);
  const numbers = column.cells.filter((other) => parseNumber(other) !== undefined).length;
  const others = column.cells.length - numbers;
  const evidence = [
    `${countOf(numbers, "cell")} of this column ${numbers === 1 ? "is a number" : "are numbers"}, ${others} not`,
  ];
  const fixes = hasDecimalComma(cell) ? [`write a decimal point: ${cell.replace(",", ".")}`] : [`correct the cell`];
  return new CommandError(
    codes.notANumber,
    `${table.name} line ${line}, column ${quote(column.name)}: ${quote(cell)} is not a number`,
    { where, evidence, fixes: numbers === 0 ? [use.fix] : [...fixes, use.fix] },
  );
}

function notFiniteError(table: Table, column: Column, row: number, use: ColumnUse): CommandError {
  const { line, cell, where } = place(table, column, row);
  return new CommandError(
    codes.notFinite,
    `${table.name} line ${line}, column ${quote(column.name)}: ${quote(cell)} is not a finite 32-bit number`,
    { where, evidence: ["the largest is 3.4e38"], fixes: ["correct the cell", use.fix] },
  );
}
