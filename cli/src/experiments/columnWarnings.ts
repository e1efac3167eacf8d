// What looks odd in a table's columns but stops nothing: constants, copies, row numbers.
import { quote, type TypedColumn } from "../tables/columnTypes.ts";
import type { Column } from "../tables/table.ts";

/** Sentences about columns that teach nothing, or too much when one of them equals the target. */
export function columnWarnings(columns: readonly TypedColumn[], target?: Column): string[] {
  const constant = columns.filter((column) => column.counts.size === 1 && column.missing === 0);
  return [
    ...constantWarnings(constant),
    ...copyWarnings(
      columns.filter((column) => !constant.includes(column)),
      target,
    ),
    ...columns.filter(countsRows).map(({ name }) => {
      return `column ${quote(name)} only counts the rows; --ignore ${name} leaves it out of a training`;
    }),
  ];
}

function constantWarnings(constant: readonly Column[]): string[] {
  if (constant.length === 0) return [];
  const names = constant.map((column) => column.name).join(", ");
  const teach =
    constant.length === 1
      ? "column has the same value in every row and teaches"
      : "columns have the same value in every row and teach";
  return [`${constant.length} ${teach} nothing: ${names}`];
}

function copyWarnings(columns: readonly Column[], target: Column | undefined): string[] {
  const seen = new Map<string, string>();
  const warnings: string[] = [];
  const aim = target === undefined ? undefined : keyOf(target);
  for (const column of columns) {
    const key = keyOf(column);
    const twin = seen.get(key);
    if (twin === undefined) seen.set(key, column.name);
    else warnings.push(`column ${quote(column.name)} is a copy of ${quote(twin)}`);
    if (key === aim)
      warnings.push(`column ${quote(column.name)} equals the target: --ignore ${column.name} leaves it out`);
  }
  return warnings;
}

const keyOf = (column: Column): string => column.cells.join("\u0000");

/** Whether a column is 0, 1, 2, ... or 1, 2, 3, ...: a row number that was saved with the table. */
function countsRows(column: Column): boolean {
  const first = Number(column.cells[0]);
  if (column.cells.length < 3 || (first !== 0 && first !== 1)) return false;
  return column.cells.every((cell, row) => Number(cell) === first + row);
}
