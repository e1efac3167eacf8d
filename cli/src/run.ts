// Runs the command line from its words to its exit code.
import { asCommandError } from "./errors/asCommandError.ts";
import type { CommandError } from "./errors/commandError.ts";
import { isEndOfHelp, usageError } from "./errors/usageError.ts";
import { colorChoices, type GlobalOptions } from "./options/globalOptions.ts";
import { createProgram } from "./program.ts";
import { formats } from "./renderers/openRenderer.ts";
import { endQuietlyWhenUnread } from "./sessions/closedPipes.ts";
import { writeFailure } from "./sessions/failure.ts";

/** Runs `chainrule` with these words; the process's exit code says how it went. */
export async function run(words: readonly string[]): Promise<void> {
  endQuietlyWhenUnread();
  const program = createProgram();
  try {
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: "user" });
  } catch (thrown) {
    if (isEndOfHelp(thrown)) return;
    const error: CommandError = usageError(thrown, program, words) ?? asCommandError(thrown);
    writeFailure(error, outputOptions(words));
    process.exitCode = error.exitCode;
  }
}

/** How errors are to be written, read from the words themselves: the parser may have failed before it came to them. */
function outputOptions(words: readonly string[]): Pick<GlobalOptions, "format" | "color"> {
  const given = (flag: string): string | undefined => {
    const index = words.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
    const [, value] = (words[index] ?? "").split("=");
    return index < 0 ? undefined : (value ?? words[index + 1]);
  };
  const format = words.includes("--json") ? "json" : given("--format");
  return {
    format: formats.find((known) => known === format) ?? "auto",
    color: colorChoices.find((choice) => choice === given("--color")) ?? "auto",
  };
}
