// Looks a column up by its name, and helps when there is none of that name.
import { nearestName } from "chainrule";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { shortList } from "../errors/shortList.ts";
import type { Column, Table } from "./table.ts";

/** The column of a name. @param tryCommand The command line that would be right, given the right name. */
export function findColumn(table: Table, name: string, tryCommand: (name: string) => string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = table.columns.map((column) => column.name);
  const near = nearestName(name, names);
  const all = `Columns: ${shortList(names)}`;
  throw new CommandError(codes.noColumn, `no column "${name}" in ${table.name}`, {
    where: table.path,
    evidence: near === undefined ? [all] : [`Did you mean "${near}"?   ${all}`],
    fixes: [tryCommand(near ?? names.at(-1) ?? "COLUMN")],
  });
}
