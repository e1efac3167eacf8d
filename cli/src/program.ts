// The command line as a whole: the program, its commands, its version and its help.
import { Command } from "commander";
import { commands } from "./commands/index.ts";
import { addGlobalOptions } from "./options/globalOptions.ts";
import { version } from "./version.ts";

const examples = `
Examples:
  $ chainrule example digits                           a first network, in seconds
  $ chainrule inspect churn.csv                        what is in a table
  $ chainrule train churn.csv --target churned         a network from a table
  $ chainrule evaluate runs/latest new.csv             how good it is on other rows
  $ chainrule predict runs/latest new.csv > said.csv   what it says of each row

Exit codes: 0 ok, 1 internal, 2 usage, 3 data, 4 model file, 5 diverged, 6 quality gate, 7 device or memory,
130 Ctrl-C, 143 terminated`;

/** Builds the program; nothing is parsed and nothing runs before `parseAsync`. */
export function createProgram(): Command {
  const program = new Command("chainrule")
    .description("Trains, evaluates and uses neural networks on tables")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help of a command")
    .addHelpText("after", examples)
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(false);
  addGlobalOptions(program);
  for (const command of commands) program.addCommand(prepare(command()));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => {}, outputError: () => {} });
  }
  return program;
}

function prepare(command: Command): Command {
  return command.helpOption("-h, --help", "print help").configureHelp({ showGlobalOptions: true });
}
