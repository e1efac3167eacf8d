// How an error reads: for people a few lines, for programs an object.
import type { Colors } from "picocolors/types";
import { asTyped } from "../sessions/invocation.ts";
import type { CommandError } from "./commandError.ts";

/** The error for people: the code, what happened, the evidence two spaces in, and what to try. */
export function formatError(error: CommandError, colors: Colors): string {
  const head = `${colors.bold(colors.red(`error ${error.code}:`))} ${error.message}`;
  const evidence = error.evidence.map((line) => `  ${line}`);
  const fixes = error.fixes.map((fix, index) => `  ${index === 0 ? "Try: " : "     "} ${asTyped(fix)}`);
  return [head, ...evidence, ...fixes].join("\n");
}

/** What programs are told of an error; the same keys in every command. */
export function errorFields({ code, message, where, evidence, fixes }: CommandError): object {
  return { code, message, where: where ?? null, evidence, fixes };
}

/** The result of a command that has none, for programs. */
export function errorObject(error: CommandError): object {
  return { schema: "chainrule.error/1", ok: false, error: errorFields(error) };
}
