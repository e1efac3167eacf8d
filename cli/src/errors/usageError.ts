// What the command-line parser complains of, in the words of this command and with the nearest name.
import { nearestName } from "chainrule";
import { type Command, CommanderError } from "commander";
import { codes } from "./codes.ts";
import { CommandError } from "./commandError.ts";
import { shortList } from "./shortList.ts";

/** Whether the parser only wants to end because help or the version has been printed. */
export function isEndOfHelp(thrown: unknown): boolean {
  return thrown instanceof CommanderError && thrown.exitCode === 0;
}

/** A complaint of the parser; anything else that was thrown is undefined. */
export function usageError(thrown: unknown, program: Command, words: readonly string[]): CommandError | undefined {
  if (!(thrown instanceof CommanderError)) return undefined;
  const named = /'([^']*)'/.exec(thrown.message)?.[1] ?? "";
  const command = program.commands.find((candidate) => words.includes(candidate.name()));
  const line = ["chainrule", ...(command === undefined ? [] : [command.name()])].join(" ");
  switch (thrown.code) {
    case "commander.unknownCommand":
      return unknownCommand(program, named);
    case "commander.help":
      return unknownCommand(program, words.find((word) => word !== "help") ?? "");
    case "commander.unknownOption":
      return unknownFlag(program, command, named);
    case "commander.missingArgument":
      return new CommandError(codes.missingArgument, `${line} needs ${named.toUpperCase()}`, {
        fixes: [usage(command ?? program)],
      });
    case "commander.optionMissingArgument":
      return new CommandError(codes.missingArgument, `${named} needs a value`, { fixes: [`${line} --help`] });
    case "commander.excessArguments":
      return excessArgument(command ?? program, words);
    default:
      return new CommandError(codes.invalidValue, thrown.message.replace(/^error: /, ""), {
        fixes: [`${line} --help`],
      });
  }
}

function unknownCommand(program: Command, name: string): CommandError {
  const names = program.commands.map((command) => command.name());
  const near = nearestName(name, names);
  return new CommandError(codes.unknownCommand, `there is no command "${name}"`, {
    where: name,
    evidence: near === undefined ? [`Commands: ${names.join(", ")}`] : [`Did you mean "${near}"?`],
    fixes: [`chainrule ${near === undefined ? "--help" : `${near} --help`}`],
  });
}

function unknownFlag(program: Command, command: Command | undefined, written: string): CommandError {
  const flag = written.split("=")[0] ?? written;
  const flags = [...program.options, ...(command?.options ?? [])].flatMap((option) => option.long ?? []);
  const near = nearestName(flag, [...flags, "--help"]);
  const of = command === undefined ? "chainrule" : `chainrule ${command.name()}`;
  return new CommandError(codes.unknownFlag, `${of} has no flag ${flag}`, {
    where: flag,
    evidence: near === undefined ? [`Flags: ${shortList(flags, 20)}`] : [`Did you mean ${near}?`],
    fixes: [`${of} --help`],
  });
}

function excessArgument(command: Command, words: readonly string[]): CommandError {
  const extra = command.args.slice(command.registeredArguments.length);
  const shown = (extra.length > 0 ? extra : words.slice(-1)).map((word) => `"${word}"`).join(", ");
  return new CommandError(codes.excessArgument, `${shown} is one argument too many for chainrule ${command.name()}`, {
    fixes: [usage(command)],
  });
}

function usage(command: Command): string {
  const names = command.registeredArguments.map((argument) => `<${argument.name()}>`);
  const line = ["chainrule", ...(command.parent === null ? ["<command>"] : [command.name()]), ...names].join(" ");
  return `${line}   (${line.includes("<command>") ? "chainrule" : `chainrule ${command.name()}`} --help)`;
}
