// How a command ends well, and how that is written to standard output.
import type { ExitCode } from "../errors/codes.ts";
import type { Session } from "./session.ts";

/** What a command hands back. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** The result for people; empty when the command has written it already. */
  readonly lines: readonly string[];
  /** The result for programs, without `ok` and `warnings`; the same keys in every run of a command. */
  readonly data: Readonly<Record<string, unknown>> & { readonly schema: string };
}

/** Writes a result in the form that `--format` asks for. */
export function writeResult(session: Session, result: CommandResult): void {
  session.renderer.close();
  if (!session.json) {
    for (const line of result.lines) session.out.line(line);
    return;
  }
  const { schema, ...rest } = result.data;
  const object = { schema, ok: result.exitCode === 0, ...rest, warnings: session.warnings };
  const indent = session.options.format === "json" && session.out.isTerminal ? 2 : undefined;
  session.out.write(`${JSON.stringify(object, null, indent)}\n`);
}
