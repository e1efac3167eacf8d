// The error that a command ends with: what happened, where, the evidence, and what to do about it.
import { type ExitCode, exitCodeOf } from "./codes.ts";

/** What stands below the first line of an error. */
export interface CommandErrorDetails {
  /** The file, line, column or flag, for programs that read the JSON form. */
  readonly where?: string;
  /** Lines that show the fault, printed as they are, two spaces in. */
  readonly evidence?: readonly string[];
  /** Ways out: a command line or an imperative sentence each. */
  readonly fixes?: readonly string[];
  readonly cause?: unknown;
}

/**
 * An error with a stable code that ends the command. `message` is the first line after the code; the exit code follows
 * from the code's family.
 */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly where: string | undefined;
  readonly evidence: readonly string[];
  readonly fixes: readonly string[];

  constructor(code: string, message: string, details: CommandErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.exitCode = exitCodeOf(code);
    this.where = details.where;
    this.evidence = details.evidence ?? [];
    this.fixes = details.fixes ?? [];
  }
}
