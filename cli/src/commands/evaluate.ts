// chainrule evaluate RUN FILE: how good a network is on a table with known answers.
import { NdArray } from "chainrule";
import { type Command, Option } from "commander";
import { classScores, classTable } from "../drawings/classTable.ts";
import { confusionTable } from "../drawings/confusionTable.ts";
import { codes, exitCodes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { shortList } from "../errors/shortList.ts";
import { readFeatures } from "../experiments/features.ts";
import { extraColumnsWarning, matchColumns } from "../experiments/matchColumns.ts";
import type { Score } from "../experiments/scores.ts";
import { scoreMetrics, scoreText } from "../experiments/scoreText.ts";
import { answer, loadTableModel, scoreAnswers, type TableModel } from "../experiments/tableModel.ts";
import { sortLabels } from "../experiments/target.ts";
import { type Gate, gate } from "../options/parsers.ts";
import { delimiterOption } from "../options/tableOptions.ts";
import { findRun } from "../runs/findRun.ts";
import { type CommandResult, failedResult } from "../sessions/result.ts";
import type { Session } from "../sessions/session.ts";
import { findColumn } from "../tables/findColumn.ts";
import { numericCells, requirePresent } from "../tables/numericCells.ts";
import { openTable, tableLine } from "../tables/openTable.ts";
import { countOf, type Table } from "../tables/table.ts";
import { newCommand, perform } from "./defineCommand.ts";

interface EvaluateOptions {
  readonly failUnder?: Gate;
  readonly delimiter?: string;
}

/** The command `evaluate`. */
export function evaluateCommand(): Command {
  const command = newCommand("evaluate", "Score a trained network on a table with known answers")
    .argument("<run>", "a run's folder, runs/latest, or a model file")
    .argument("<file>", "a table with the target's column, or - for standard input")
    .addOption(
      new Option("--fail-under <gate>", "end with exit code 6 below a score, such as accuracy=0.95").argParser(gate),
    )
    .addOption(delimiterOption());
  return command.action((run: string, file: string) =>
    perform(command, (session, options: EvaluateOptions) => evaluate(session, run, file, options)),
  );
}

interface Truth {
  readonly values: ArrayLike<number>;
  /** The network's labels, then those that only the table has. */
  readonly labels: readonly string[];
}

async function evaluate(session: Session, run: string, file: string, options: EvaluateOptions): Promise<CommandResult> {
  const network = await loadTableModel(findRun(run));
  const { card } = network;
  checkGate(card.task, options.failUnder);
  const table = await openTable(session, file, options);
  session.note("table", tableLine(table), { file, rows: table.rowCount, columns: table.columns.length });
  const { columns, extra } = matchColumns(table, card.features, [card.target]);
  const truth = readTruth(session, table, network, run);
  if (extra.length > 0) session.warn(extraColumnsWarning(table, extra));
  if (table.sha256 === card.source.sha256) {
    session.warn(`${table.name} is the table this network was trained on: a score on rows it has seen says little`);
  }
  const { values, names, rowCount } = readFeatures(table, columns);
  const answers = await answer(network, new NdArray(values, [rowCount, names.length]));
  const score = scoreAnswers(card, answers, truth.values, truth.labels);
  return gated(resultOf(session, run, card.seed, score), score, options.failUnder);
}

function readTruth(session: Session, table: Table, { card }: TableModel, run: string): Truth {
  const column = findColumn(table, card.target, () => `chainrule predict ${run} ${table.path} needs no target`);
  const use = { role: "target", fix: "chainrule predict needs no target" };
  if (card.task === "regression") return { values: numericCells(table, column, use), labels: [] };
  requirePresent(table, column, use);
  const known = new Map(card.labels.map((label, index) => [label, index]));
  const unknown = sortLabels([...new Set(column.cells)].filter((cell) => !known.has(cell)));
  unknown.forEach((label, index) => {
    known.set(label, card.labels.length + index);
  });
  const values = Int32Array.from(column.cells, (cell) => known.get(cell) ?? -1);
  if (unknown.length > 0) {
    const rows = values.filter((value) => value >= card.labels.length).length;
    const what = `${countOf(rows, "row")} of ${unknown.length === 1 ? "a class" : "classes"} that the network never saw`;
    session.warn(`${what} count as wrong: ${shortList(unknown)}`);
  }
  return { values, labels: [...card.labels, ...unknown] };
}

function resultOf(session: Session, run: string, seed: number, score: Score): CommandResult {
  const head = `${score.rows} rows: ${scoreText(score)}`;
  const base = { schema: "chainrule.evaluate/1", run, metrics: scoreMetrics(score), baseline: score.baseline, seed };
  if (score.task === "regression") return { exitCode: exitCodes.ok, lines: [head], data: base };
  const classes = classScores(score.confusion);
  const lines = [head, "", ...confusionTable(score.confusion, session.out.width), "", ...classTable(classes)];
  return { exitCode: exitCodes.ok, lines, data: { ...base, confusion: score.confusion, classes } };
}

function checkGate(task: Score["task"], wanted: Gate | undefined): void {
  const metric = task === "classification" ? "accuracy" : "r2";
  if (wanted === undefined || wanted.metric === metric) return;
  throw new CommandError(codes.invalidValue, `--fail-under ${wanted.metric}: this network is a ${task}`, {
    where: "--fail-under",
    fixes: [`--fail-under ${metric}=${wanted.least}`],
  });
}

function gated(result: CommandResult, score: Score, wanted: Gate | undefined): CommandResult {
  const reached = score.task === "classification" ? score.accuracy : score.r2;
  if (wanted === undefined || reached >= wanted.least) return result;
  const message = `${wanted.metric} ${reached.toFixed(4)} is under the gate of ${wanted.least}`;
  return failedResult(result, new CommandError(codes.quality, message, { where: "--fail-under" }));
}
