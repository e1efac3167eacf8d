// The renderer for scripts that want the result only: warnings stay, everything else is left out.
import type { CommandEvent, Renderer } from "./events.ts";
import { warningLine } from "./lines.ts";
import type { Terminal } from "./terminal.ts";

/** A renderer that writes warnings and nothing else. */
export function quietRenderer(terminal: Terminal): Renderer {
  return {
    emit(event: CommandEvent) {
      if (event.type === "warning") terminal.line(warningLine(event, terminal.colors));
    },
    close() {},
  };
}
