// jsonLinesLogger: writes what came of each epoch to a file with one JSON object in each line.
import { flag, optional, textField } from "../../nn/index.ts";
import { defineCallback } from "../callback.ts";
import { storedValues } from "../callbackMemory.ts";
import { HistoryFile } from "../historyFile.ts";

/**
 * Writes a JSON object for each epoch in a line of its own: `epoch` (from 0), loss and metrics, `learningRate` and
 * `seconds`. NaN and the infinities are strings. A line is written as soon as its epoch ends. In Node only.
 *
 * With `append` what is in the file stays.
 *
 * @throws {FormatError} when it cannot be written, and in a page.
 *
 * @example
 * ```ts
 * import { jsonLinesLogger } from "chainrule";
 * console.log(jsonLinesLogger({ path: "history.jsonl" }).config); // { path: 'history.jsonl', append: false }
 * ```
 */
export const jsonLinesLogger = defineCallback({
  name: "jsonLinesLogger",
  description: "Writes what came of each epoch to a file with one JSON object in each line",
  config: {
    path: textField("The file"),
    append: optional(flag("Whether what is in the file stays"), false),
  },
  start: ({ path, append }) =>
    new HistoryFile({
      path,
      append,
      line: ({ epoch, values, seconds }, { learningRate }) =>
        JSON.stringify(storedValues({ epoch, ...values, learningRate, seconds })),
    }),
});
