// The flags that every command understands.
import { type Command, Option } from "commander";
import { type Format, formats } from "../renderers/openRenderer.ts";
import type { ColorChoice } from "../renderers/terminal.ts";
import { numberIn, oneOf } from "./parsers.ts";

/** The values of `--backend`. */
export const backendNames = ["auto", "wasm", "reference"] as const;

/** One of the values of `--backend`. */
export type BackendName = (typeof backendNames)[number];

/** The values of `--color`. */
export const colorChoices = ["auto", "always", "never"] as const satisfies readonly ColorChoice[];

/** What the global flags say. */
export interface GlobalOptions {
  readonly format: Format;
  readonly quiet: boolean;
  readonly color: ColorChoice;
  /** False after `--no-input`: nothing may be asked. */
  readonly input: boolean;
}

/** Adds the global flags to a command. */
export function addGlobalOptions(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .addOption(
      new Option("--format <format>", `how to report: ${formats.join(", ")}`)
        .default("auto")
        .argParser(oneOf("--format", formats)),
    )
    .option("--json", "write the result as one JSON object (same as --format json)")
    .option("-q, --quiet", "no progress and no hints, only the result and warnings")
    .addOption(
      new Option("--color <when>", "colours: auto, always, never")
        .default("auto")
        .argParser(oneOf("--color", colorChoices)),
    )
    .option("--no-input", "never ask anything; fail and name the flag instead");
}

/** The flag for the seed. @param used What is used when it is left out. */
export function seedOption(used: string): Option {
  const parse = numberIn("--seed", { minimum: 0, maximum: 4294967295, whole: true }, "42");
  return optionWithout(
    "--seed <number>",
    "decides initial weights, shuffling and the split; always printed",
    used,
  ).argParser(parse);
}

/** A flag of which the help says what happens without it, where that is no value of the flag. */
export function optionWithout(flags: string, description: string, used: string): Option {
  return new Option(flags, `${description} (default: ${used})`);
}

/** The flag for the backend. */
export function backendOption(): Option {
  return new Option("--backend <name>", `what computes: ${backendNames.join(", ")}`)
    .default("auto")
    .argParser(oneOf("--backend", backendNames));
}
