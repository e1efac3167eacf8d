// The commands, in the order in which the help lists them.
import type { Command } from "commander";
import { evaluateCommand } from "./evaluate.ts";
import { exampleCommand } from "./example.ts";
import { inspectCommand } from "./inspect.ts";
import { predictCommand } from "./predict.ts";
import { trainCommand } from "./train.ts";

/** Builds each command. */
export const commands: readonly (() => Command)[] = [
  inspectCommand,
  trainCommand,
  evaluateCommand,
  predictCommand,
  exampleCommand,
];
