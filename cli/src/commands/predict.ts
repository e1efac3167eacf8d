// chainrule predict RUN FILE: what a network says of each row of a table, as CSV on standard output.
import { NdArray } from "chainrule";
import type { Command } from "commander";
import { exitCodes } from "../errors/codes.ts";
import { readFeatures } from "../experiments/features.ts";
import { extraColumnsWarning, matchColumns } from "../experiments/matchColumns.ts";
import { type Answers, answer, loadTableModel, type TableModel } from "../experiments/tableModel.ts";
import { names } from "../options/parsers.ts";
import { delimiterOption } from "../options/tableOptions.ts";
import { findRun } from "../runs/findRun.ts";
import type { CommandResult } from "../sessions/result.ts";
import type { Session } from "../sessions/session.ts";
import { findColumn } from "../tables/findColumn.ts";
import { openTable, tableLine } from "../tables/openTable.ts";
import type { Column, Table } from "../tables/table.ts";
import { csvLine } from "../tables/writeCsv.ts";
import { newCommand, perform } from "./defineCommand.ts";

interface PredictOptions {
  readonly proba?: boolean;
  readonly keep?: readonly string[];
  readonly delimiter?: string;
}

/** The command `predict`. */
export function predictCommand(): Command {
  const command = newCommand("predict", "Write what a network says of each row, as CSV on standard output")
    .argument("<run>", "a run's folder, runs/latest, or a model file")
    .argument("<file>", "a table, or - for standard input")
    .option("--proba", "also the probability of each class")
    .option("--keep <columns>", "columns of the table to put first, separated by commas", names)
    .addOption(delimiterOption());
  return command.action((run: string, file: string) =>
    perform(command, (session, options: PredictOptions) => predict(session, run, file, options)),
  );
}

async function predict(session: Session, run: string, file: string, options: PredictOptions): Promise<CommandResult> {
  const network = await loadTableModel(findRun(run));
  const { card } = network;
  const table = await openTable(session, file, options);
  session.note("table", tableLine(table), { file, rows: table.rowCount, columns: table.columns.length });
  const keep = options.keep ?? [];
  const { columns, extra } = matchColumns(table, card.features, [card.target, ...keep]);
  const kept = keep.map((name) => findColumn(table, name, (found) => `--keep ${found}`));
  if (extra.length > 0) session.warn(extraColumnsWarning(table, extra));
  if (options.proba === true && card.task === "regression") {
    session.warn("--proba has no meaning here: the network says a number, not a class");
  }
  const { values, names: inputs, rowCount } = readFeatures(table, columns);
  const answers = await answer(network, new NdArray(values, [rowCount, inputs.length]));
  const output = outputColumns(network, answers, kept, options.proba === true);
  const data = { schema: "chainrule.predict/1", run, seed: card.seed, rows: table.rowCount };
  if (session.json) {
    const predictions = Array.from({ length: rowCount }, (_, row) =>
      Object.fromEntries(output.map(({ name, cell, value }) => [name, (value ?? cell)(row)])),
    );
    return { exitCode: exitCodes.ok, lines: [], data: { ...data, predictions } };
  }
  session.renderer.close();
  await writeRows(session, table, output);
  return { exitCode: exitCodes.ok, lines: [], data };
}

interface OutputColumn {
  readonly name: string;
  cell(row: number): string;
  /** The same as a number, for JSON. */
  value?(row: number): number;
}

function outputColumns(
  { card }: TableModel,
  answers: Answers,
  kept: readonly Column[],
  proba: boolean,
): OutputColumn[] {
  const taken = new Set(kept.map((column) => column.name));
  const free = (name: string): string => (taken.has(name) ? free(`predicted_${name}`) : name);
  const before = kept.map(({ name, cells }) => ({ name, cell: (row: number) => cells[row] ?? "" }));
  if (answers.task === "regression") {
    const value = (row: number): number => Number((answers.values[row] ?? Number.NaN).toPrecision(7));
    return [...before, { name: free(card.target), cell: (row) => String(value(row)), value }];
  }
  const { values, probabilities } = answers;
  const said = { name: free(card.target), cell: (row: number) => card.labels[values[row] ?? -1] ?? "" };
  const chances = card.labels.map((label, index) => {
    const value = (row: number): number =>
      Number((probabilities.data[row * card.labels.length + index] ?? 0).toPrecision(6));
    return { name: free(`probability_${label}`), cell: (row: number) => String(value(row)), value };
  });
  return proba ? [...before, said, ...chances] : [...before, said];
}

const rowsPerWrite = 1000;

/** Writes the rows piece by piece, no faster than they are read. */
async function writeRows(session: Session, table: Table, columns: readonly OutputColumn[]): Promise<void> {
  let text = csvLine(columns.map((column) => column.name));
  for (let row = 0; row < table.rowCount; row += 1) {
    text += csvLine(columns.map((column) => column.cell(row)));
    if (row % rowsPerWrite !== rowsPerWrite - 1) continue;
    await session.out.drain(text);
    text = "";
  }
  await session.out.drain(text);
}
