// csvLogger: writes what came of each epoch to a CSV file.
import { flag, optional, textField } from "../../nn/index.ts";
import { ConfigError, FormatError } from "../../tensor/index.ts";
import { defineCallback, type EpochResult } from "../callback.ts";
import { csvLine } from "../csvLine.ts";
import { HistoryFile } from "../historyFile.ts";

const where = "csvLogger";

/** The line with the names, unless the file has it already. */
function header(names: readonly string[], separator: string, path: string, firstLine: string | undefined) {
  const line = csvLine(names, separator);
  if (firstLine === undefined) return line;
  if (firstLine === line) return undefined;
  throw new FormatError("the file has other columns than this training", {
    where: path,
    got: firstLine,
    expected: line,
    fix: "Take another path, or append: false to write the file anew",
  });
}

/**
 * Writes loss and metrics of each epoch to a CSV file, as Keras's CSVLogger: a line with the names, then one for each
 * epoch, which begins with the epoch's number from 0. A line is written as soon as its epoch ends. In Node only.
 *
 * With `append` what is in the file stays, so that a training that goes on also goes on in its file.
 *
 * @throws {FormatError} when it cannot be written, when it has other columns, and in a page.
 *
 * @example
 * ```ts
 * import { csvLogger } from "chainrule";
 * console.log(csvLogger({ path: "history.csv" }).config); // { path: 'history.csv', append: false, separator: ',' }
 * ```
 */
export const csvLogger = defineCallback({
  name: where,
  description: "Writes what came of each epoch to a CSV file",
  config: {
    path: textField("The file"),
    append: optional(flag("Whether what is in the file stays"), false),
    separator: optional(textField("The character between values"), ","),
  },
  check: ({ separator }) => {
    if (separator.length === 1 && !/["\r\n\w.+-]/.test(separator)) return;
    const expected = "one character that is no letter, digit, quote, sign or line break";
    throw new ConfigError("separator", { where, got: JSON.stringify(separator), expected });
  },
  start: ({ path, append, separator }) => {
    let names: readonly string[] = [];
    return new HistoryFile({
      path,
      append,
      header: ({ values }: EpochResult, firstLine) => {
        names = Object.keys(values);
        return header(["epoch", ...names], separator, path, firstLine);
      },
      line: ({ epoch, values }) => csvLine([epoch, ...names.map((name) => values[name] ?? "")], separator),
    });
  },
});
