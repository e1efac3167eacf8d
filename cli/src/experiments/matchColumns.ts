// Finds the columns that a network was trained on in another table, by name; their order does not matter.
import { nearestName } from "chainrule";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { shortList } from "../errors/shortList.ts";
import type { Column, Table } from "../tables/table.ts";

/** The columns of these names, in this order, and the names of the columns that nobody asked for. */
export interface MatchedColumns {
  readonly columns: readonly Column[];
  readonly extra: readonly string[];
}

/** Matches columns by name. @param known Names that are expected beside the features: the target, kept columns. */
export function matchColumns(table: Table, features: readonly string[], known: readonly string[]): MatchedColumns {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const missing = features.filter((name) => !byName.has(name));
  const wanted = new Set([...features, ...known]);
  const extra = table.columns.map((column) => column.name).filter((name) => !wanted.has(name));
  const [first] = missing;
  if (first !== undefined) throw missingColumnsError(table, missing, extra);
  return { columns: features.flatMap((name) => byName.get(name) ?? []), extra };
}

/** What is said of columns that a network does not know. */
export function extraColumnsWarning(table: Table, extra: readonly string[]): string {
  const are = extra.length === 1 ? "1 column is" : `${extra.length} columns are`;
  return `${table.name}: ${are} not used, the network was trained without: ${shortList(extra)}`;
}

function missingColumnsError(table: Table, missing: readonly string[], extra: readonly string[]): CommandError {
  const [first = ""] = missing;
  const many =
    missing.length > 1 ? `${missing.length} columns that the network reads: ` : "the column that the network reads: ";
  const near = nearestName(first, extra);
  const evidence = near === undefined ? [] : [`Did you mean "${near}"? Columns are matched by name`];
  return new CommandError(codes.missingColumns, `${table.name} lacks ${many}${shortList(missing)}`, {
    where: table.path,
    evidence: [...evidence, `Columns: ${shortList(table.columns.map((column) => column.name))}`],
    fixes: [
      near === undefined ? `add ${missing.length > 1 ? "them" : "it"} to the table` : `rename "${near}" to "${first}"`,
    ],
  });
}
