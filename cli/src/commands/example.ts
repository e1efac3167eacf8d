// chainrule example NAME: trains on data that come with the library, and shows what became of it.
import { Argument, type Command } from "commander";
import { digitsDefaults, digitsSeed, runDigits } from "../examples/digits.ts";
import { oneOf } from "../options/parsers.ts";
import { addTrainingOptions, type TrainingOptions } from "../options/trainOptions.ts";
import { newCommand, perform } from "./defineCommand.ts";

const examples = ["digits"] as const;

/** The command `example`. */
export function exampleCommand(): Command {
  const name = new Argument("<name>", `the example: ${examples.join(", ")}`).argParser(oneOf("example", examples));
  const command = newCommand("example", "Train on data that come with chainrule").addArgument(name);
  addTrainingOptions(command, digitsDefaults, String(digitsSeed));
  return command.action(() => perform(command, (session, options: TrainingOptions) => runDigits(session, options)));
}
