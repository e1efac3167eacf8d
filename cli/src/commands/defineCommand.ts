// What the commands share: the flags become a session, and the result is written in the form that was asked for.
import { Command, type OptionValues } from "commander";
import type { GlobalOptions } from "../options/globalOptions.ts";
import type { Format } from "../renderers/openRenderer.ts";
import { type CommandResult, writeResult } from "../sessions/result.ts";
import { Session } from "../sessions/session.ts";

interface ParsedGlobals {
  readonly format: Format;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: GlobalOptions["color"];
  readonly input: boolean;
}

/** A command under construction: its arguments are added by `.argument`, its flags by `.option`. */
export function newCommand(name: string, description: string): Command {
  return new Command(name).description(description).allowExcessArguments(false);
}

/** Runs a command's work in a session of its own and writes the result. */
export async function perform<Options extends OptionValues>(
  command: Command,
  work: (session: Session, options: Options) => Promise<CommandResult>,
): Promise<void> {
  const { format, json, quiet, color, input } = command.optsWithGlobals<ParsedGlobals>();
  const session = new Session({ format: json === true ? "json" : format, quiet: quiet === true, color, input });
  try {
    const result = await work(session, command.opts<Options>());
    writeResult(session, result);
    process.exitCode = result.exitCode;
  } finally {
    session.renderer.close();
  }
}
