// What a running command has at hand: its two streams, its renderer, its warnings and the user's Ctrl-C.
import type { GlobalOptions } from "../options/globalOptions.ts";
import type { Renderer } from "../renderers/events.ts";
import { openRenderer } from "../renderers/openRenderer.ts";
import { openTerminal, type Terminal } from "../renderers/terminal.ts";
import { Interruption } from "./interruption.ts";

/** One run of one command. */
export class Session {
  readonly options: GlobalOptions;
  /** Standard output: the result, and nothing else. */
  readonly out: Terminal;
  /** Standard error, through the renderer: progress, hints, warnings. */
  readonly renderer: Renderer;
  readonly error: Terminal;
  readonly interruption: Interruption;
  /** Everything that {@link warn} was told, for the JSON result. */
  readonly warnings: string[] = [];

  constructor(options: GlobalOptions) {
    this.options = options;
    this.out = openTerminal(process.stdout, options.color);
    this.error = openTerminal(process.stderr, options.color);
    this.renderer = openRenderer(options.format, options.quiet, this.error);
    this.interruption = new Interruption(this.renderer);
  }

  /** Whether the result is written for programs. */
  get json(): boolean {
    return this.options.format === "json" || this.options.format === "jsonl";
  }

  /** A line of progress. */
  note(name: string, text: string, data: Readonly<Record<string, unknown>> = {}): void {
    this.renderer.emit({ type: "note", name, text, data });
  }

  /** Something the user should know; it also stands in the JSON result. */
  warn(text: string): void {
    this.warnings.push(text);
    this.renderer.emit({ type: "warning", text });
  }

  /** What is being done right now; shown by the live renderer only, until the next event. */
  status(text: string): void {
    this.renderer.emit({ type: "status", text });
  }
}
