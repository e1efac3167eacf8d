// One output stream and what it can show: colours, characters beyond ASCII, a cursor that moves, its width.
import { once } from "node:events";
import picocolors from "picocolors";
import type { Colors } from "picocolors/types";
import { toAscii } from "./toAscii.ts";

/** When to write colour codes, as `--color` says it. */
export type ColorChoice = "auto" | "always" | "never";

/** An output stream as the command uses it. */
export interface Terminal {
  readonly isTerminal: boolean;
  readonly colors: Colors;
  /** Whether characters beyond ASCII may be written; if not, they are replaced on the way out. */
  readonly unicode: boolean;
  /** Columns of a line; 80 where it is not known. */
  readonly width: number;
  /** Writes text as it is. */
  write(text: string): void;
  /** Writes text as it is, and waits until the reader has kept up. */
  drain(text: string): Promise<void>;
  /** Writes a line for people, in ASCII where the terminal knows no more. */
  line(text: string): void;
}

/** `--color` > `NO_COLOR` (non-empty) > `FORCE_COLOR` > whether the stream is a terminal. */
export function usesColor(choice: ColorChoice, environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (choice !== "auto") return choice === "always";
  if ((environment.NO_COLOR ?? "") !== "") return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal && environment.TERM !== "dumb";
}

/** Whether the locale is UTF-8, as POSIX decides it: the first of LC_ALL, LC_CTYPE, LANG that is set. */
export function usesUnicode(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  const locale = [environment.LC_ALL, environment.LC_CTYPE, environment.LANG].find((name) => (name ?? "") !== "");
  if (locale !== undefined) return /utf-?8/i.test(locale);
  if (platform === "win32") return environment.WT_SESSION !== undefined || environment.TERM_PROGRAM === "vscode";
  return platform === "darwin";
}

/** Wraps a stream of the process. */
export function openTerminal(stream: NodeJS.WriteStream, choice: ColorChoice): Terminal {
  const isTerminal = stream.isTTY === true;
  const unicode = usesUnicode(process.env, process.platform);
  return {
    isTerminal,
    unicode,
    colors: picocolors.createColors(usesColor(choice, process.env, isTerminal)),
    get width() {
      return isTerminal && stream.columns > 0 ? stream.columns : 80;
    },
    write: (text) => {
      stream.write(text);
    },
    drain: async (text) => {
      if (!stream.write(text)) await once(stream, "drain");
    },
    line: (text) => {
      stream.write(`${unicode ? text : toAscii(text)}\n`);
    },
  };
}
