// chainrule inspect FILE: what is in a table, column by column, or in a model file, without training anything.
import type { Command } from "commander";
import { histogram } from "../drawings/histogram.ts";
import { shorten, textTable } from "../drawings/textTable.ts";
import { exitCodes } from "../errors/codes.ts";
import { columnWarnings } from "../experiments/columnWarnings.ts";
import { formatNumber } from "../experiments/scoreText.ts";
import { delimiterOption } from "../options/tableOptions.ts";
import type { CommandResult } from "../sessions/result.ts";
import type { Session } from "../sessions/session.ts";
import { type ColumnStatistics, columnStatistics } from "../tables/columnStatistics.ts";
import { type TypedColumn, typeColumn } from "../tables/columnTypes.ts";
import { parseNumber } from "../tables/numbers.ts";
import { openTable, tableLine } from "../tables/openTable.ts";
import { formatCount, type Table } from "../tables/table.ts";
import { newCommand, perform } from "./defineCommand.ts";
import { inspectModel, isModelName } from "./inspectModel.ts";

const bins = 10;

interface Profile {
  readonly column: TypedColumn;
  /** Only of columns of numbers. */
  readonly statistics: ColumnStatistics | undefined;
}

/** The command `inspect`. */
export function inspectCommand(): Command {
  const command = newCommand(
    "inspect",
    "Profile a table (types with reasons, missing cells, distributions) or describe a model; no training",
  )
    .argument("<file>", "a table, - for standard input, a run's folder, runs/latest, or a model file")
    .addOption(delimiterOption());
  return command.action((file: string) =>
    perform(command, (session, options: { delimiter?: string }) =>
      isModelName(file) ? inspectModel(file) : inspect(session, file, options),
    ),
  );
}

async function inspect(session: Session, file: string, options: { delimiter?: string }): Promise<CommandResult> {
  const table = await openTable(session, file, options);
  const profiles = table.columns.map((column) => profileOf(typeColumn(column)));
  for (const text of columnWarnings(profiles.map(({ column }) => column))) session.warn(text);
  const last = table.columns.at(-1)?.name ?? "COLUMN";
  return {
    exitCode: exitCodes.ok,
    lines: [tableLine(table), "", ...profileLines(profiles, session.out.unicode), "", ...reasonLines(profiles)],
    data: {
      schema: "chainrule.inspect/1",
      table: describeTable(table),
      columns: profiles.map(describeProfile),
      model: null,
    },
    hints: file === "-" ? [] : [`chainrule train ${file} --target ${last}`],
  };
}

function profileOf(column: TypedColumn): Profile {
  if (column.kind !== "number") return { column, statistics: undefined };
  const numbers = column.cells.map(parseNumber).filter((value) => value !== undefined && Number.isFinite(value));
  return { column, statistics: columnStatistics(Float64Array.from(numbers, Number), bins) };
}

function profileLines(profiles: readonly Profile[], unicode: boolean): string[] {
  const rows = profiles.map(({ column, statistics }) => [
    shorten(column.name, 24),
    column.kind,
    formatCount(column.missing),
    formatCount(column.counts.size),
    ...[statistics?.minimum, statistics?.mean, statistics?.maximum].map((value) =>
      value === undefined ? "" : formatNumber(value),
    ),
    statistics === undefined ? frequentCells(column) : histogram(statistics.histogram, unicode),
  ]);
  return textTable(
    [["column", "type", "missing", "distinct", "min", "mean", "max", "distribution"], ...rows],
    ["left", "left", "right", "right", "right", "right", "right", "left"],
  );
}

/** `no 71 %, yes 29 %`: the most frequent cells of a column that is no number. */
function frequentCells(column: TypedColumn): string {
  if (column.kind === "identifier") return "";
  const present = Math.max(1, column.cells.length - column.missing);
  const sorted = [...column.counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted
    .slice(0, 3)
    .map(([cell, count]) => `${shorten(cell, 12)} ${Math.round((100 * count) / present)} %`);
  return sorted.length > 3 ? `${shown.join(", ")}, …` : shown.join(", ");
}

/** One line for all columns of the same type for the same reason. */
function reasonLines(profiles: readonly Profile[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { column } of profiles) {
    const key = `${column.kind}, because ${column.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), column.name]);
  }
  return [...groups].map(([key, names]) => {
    const columns = names.length > 4 ? `${names.slice(0, 3).join(", ")}, … (${names.length})` : names.join(", ");
    return `${columns}: ${key}`;
  });
}

function describeTable(table: Table): object {
  const { path, rowCount, format, sha256 } = table;
  return { file: path, rows: rowCount, columns: table.columns.length, ...format, sha256 };
}

function describeProfile({ column, statistics }: Profile): object {
  const { name, kind, reason, missing, counts } = column;
  const frequent = [...counts].sort((a, b) => b[1] - a[1]).slice(0, bins);
  return {
    name,
    type: kind,
    because: reason,
    missing,
    distinct: counts.size,
    statistics: statistics ?? null,
    frequent: frequent.map(([cell, count]) => ({ cell, count })),
  };
}
