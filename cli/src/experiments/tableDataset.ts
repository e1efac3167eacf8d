// From a table and the name of its target to a dataset, with every decision told and explained.
import type { Session } from "../sessions/session.ts";
import { typeColumn } from "../tables/columnTypes.ts";
import { findColumn } from "../tables/findColumn.ts";
import type { Table } from "../tables/table.ts";
import { columnWarnings } from "./columnWarnings.ts";
import type { Dataset } from "./dataset.ts";
import { chooseFeatures, type IgnoredColumn, readFeatures } from "./features.ts";
import { readTarget, type Task, targetLine } from "./target.ts";

const ignoreHint = (names: readonly string[]): string =>
  `leave the ${names.length === 1 ? "column" : "columns"} out: --ignore ${names.join(",")}`;

/** What the user says about a table's columns. */
export interface ColumnChoices {
  readonly target: string;
  readonly task: Task | undefined;
  readonly ignore: readonly string[];
}

/** A dataset, and the columns that it leaves out. */
export interface ChosenDataset {
  readonly dataset: Dataset;
  readonly ignored: readonly IgnoredColumn[];
}

/** Decides what each column is for. @throws {CommandError} when the table cannot be learned from. */
export function datasetOf(session: Session, table: Table, choices: ColumnChoices): ChosenDataset {
  const column = findColumn(table, choices.target, (name) => `chainrule train ${table.path} --target ${name}`);
  const target = readTarget(table, typeColumn(column), choices.task);
  session.note("target", targetLine(target), { target: target.name, task: target.task, because: target.reason });
  const { columns, ignored } = chooseFeatures(table, target.name, choices.ignore);
  for (const { name, reason } of ignored)
    session.note("ignored", `Ignored ${name}: ${reason}`, { column: name, reason });
  const features = readFeatures(table, columns, ignoreHint);
  for (const text of columnWarnings(columns, column)) session.warn(text);
  const { name, path, sha256, lines } = table;
  return { dataset: { name, path, sha256, features, target, lines }, ignored };
}
