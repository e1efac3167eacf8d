// chainrule train FILE --target COLUMN: from a table to a trained, scored and saved network.
import type { Command } from "commander";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { shortList } from "../errors/shortList.ts";
import { runExperiment } from "../experiments/experiment.ts";
import { reportExperiment } from "../experiments/experimentReport.ts";
import { datasetOf } from "../experiments/tableDataset.ts";
import { addTableOptions, addTrainingOptions, type TrainOptions, trainDefaults } from "../options/trainOptions.ts";
import { ask, mayAsk } from "../sessions/question.ts";
import type { CommandResult } from "../sessions/result.ts";
import type { Session } from "../sessions/session.ts";
import { openTable, tableLine } from "../tables/openTable.ts";
import type { Table } from "../tables/table.ts";
import { newCommand, perform } from "./defineCommand.ts";

/** The command `train`. */
export function trainCommand(): Command {
  const command = newCommand("train", "Train a network on a table").argument(
    "<file>",
    "a table, or - for standard input",
  );
  addTableOptions(command);
  addTrainingOptions(command, trainDefaults, "random");
  return command.action((file: string) =>
    perform(command, (session, options: TrainOptions) => train(session, file, options)),
  );
}

async function train(session: Session, file: string, options: TrainOptions): Promise<CommandResult> {
  const { target: wanted, task, ignore = [], delimiter, ...training } = options;
  const table = await openTable(session, file, { delimiter });
  session.note("table", tableLine(table), { file, rows: table.rowCount, columns: table.columns.length });
  const target = wanted ?? (await askTarget(session, table));
  const { dataset, ignored } = datasetOf(session, table, { target, task, ignore });
  const experiment = await runExperiment(session, dataset, training, {
    command: "train",
    data: { file, sha256: table.sha256, rows: table.rowCount, ...table.format },
    target: { name: target, task: dataset.target.task, because: dataset.target.reason },
    features: dataset.features.names,
    ignored,
  });
  const hints = [`chainrule evaluate ${experiment.runName} NEW.csv`, `chainrule predict ${experiment.runName} NEW.csv`];
  return reportExperiment(session, experiment, hints);
}

/** The target is asked for where somebody can answer; elsewhere its flag is named, with the columns to choose from. */
async function askTarget(session: Session, table: Table): Promise<string> {
  const names = table.columns.map((column) => column.name);
  if (mayAsk(session)) {
    session.note("question", `Columns: ${shortList(names, 20)}`);
    const answer = await ask("Which column is to be predicted? ");
    if (answer !== "") return answer;
  }
  throw new CommandError(codes.missingArgument, "--target is missing: which column is to be predicted?", {
    where: "--target",
    evidence: [`Columns: ${shortList(names)}`],
    fixes: [`chainrule train ${table.path} --target ${names.at(-1) ?? "COLUMN"}`],
  });
}
