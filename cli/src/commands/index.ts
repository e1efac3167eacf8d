// The commands, in the order in which the help lists them.
import type { Command } from "commander";
import { inspectCommand } from "./inspect.ts";

/** Builds each command. */
export const commands: readonly (() => Command)[] = [inspectCommand];
