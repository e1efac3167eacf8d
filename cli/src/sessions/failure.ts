// How a command ends badly: the error for people on standard error, for programs also on standard output.
import type { CommandError } from "../errors/commandError.ts";
import { errorObject, formatError } from "../errors/formatError.ts";
import type { GlobalOptions } from "../options/globalOptions.ts";
import { openTerminal } from "../renderers/terminal.ts";

/** Writes an error. With `--format jsonl` both streams hold JSON only, so the error stands on standard output alone. */
export function writeFailure(error: CommandError, { format, color }: Pick<GlobalOptions, "format" | "color">): void {
  if (format === "json" || format === "jsonl") process.stdout.write(`${JSON.stringify(errorObject(error))}\n`);
  if (format === "jsonl") return;
  const terminal = openTerminal(process.stderr, color);
  terminal.line(formatError(error, terminal.colors));
}
