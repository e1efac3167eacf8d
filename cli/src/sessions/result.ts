// How a command ends with a result, and how that is written to standard output.
import { codes, type ExitCode } from "../errors/codes.ts";
import type { CommandError } from "../errors/commandError.ts";
import { errorFields, formatError } from "../errors/formatError.ts";
import { asTyped } from "./invocation.ts";
import type { Session } from "./session.ts";

/** What a command hands back. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** The result for people; empty when the command has written it already. */
  readonly lines: readonly string[];
  /** The result for programs, without `ok` and `warnings`; the same keys in every run of a command. */
  readonly data: Readonly<Record<string, unknown>> & { readonly schema: string };
  /** Command lines that are worth trying next, shown after the result. */
  readonly hints?: readonly string[];
  /** Why the exit code is not 0, although there is a result. */
  readonly failure?: CommandError;
}

/** A result that nevertheless ends the command with an error: a gate that was not met. */
export function failedResult(result: CommandResult, failure: CommandError): CommandResult {
  return { ...result, exitCode: failure.exitCode, failure };
}

/** Writes a result in the form that `--format` asks for, and the failure after it. */
export function writeResult(session: Session, { exitCode, lines, data, hints = [], failure }: CommandResult): void {
  session.renderer.close();
  if (session.json) {
    const { schema, ...rest } = data;
    const error = failure === undefined ? {} : { error: errorFields(failure) };
    const object = { schema, ok: exitCode === 0, ...rest, warnings: session.warnings, ...error };
    const indent = session.options.format === "json" && session.out.isTerminal ? 2 : undefined;
    session.out.write(`${JSON.stringify(object, null, indent)}\n`);
  } else for (const line of lines) session.out.line(line);
  if (hints.length > 0) session.renderer.emit({ type: "hint", commands: hints.map(asTyped) });
  // Whoever has pressed Ctrl-C knows; what was saved stands in the result.
  const known = failure?.code === codes.interrupted || failure?.code === codes.terminated;
  if (failure !== undefined && !known && session.options.format !== "jsonl") {
    session.error.line(formatError(failure, session.error.colors));
  }
}
