// Which renderer shows the progress, and in which form the result is written.
import type { Renderer } from "./events.ts";
import { jsonlRenderer } from "./jsonlRenderer.ts";
import { liveRenderer } from "./liveRenderer.ts";
import { plainRenderer } from "./plainRenderer.ts";
import { quietRenderer } from "./quietRenderer.ts";
import type { Terminal } from "./terminal.ts";

/** The values of `--format`. */
export const formats = ["auto", "human", "plain", "json", "jsonl", "quiet"] as const;

/** One of the values of `--format`. */
export type Format = (typeof formats)[number];

/** The renderer for standard error; cursor codes are written only to a terminal. */
export function openRenderer(format: Format, quiet: boolean, terminal: Terminal): Renderer {
  if (quiet || format === "quiet") return quietRenderer(terminal);
  if (format === "jsonl") return jsonlRenderer(terminal);
  const live = terminal.isTerminal && format !== "plain" && process.env.TERM !== "dumb";
  return live ? liveRenderer(terminal) : plainRenderer(terminal);
}
