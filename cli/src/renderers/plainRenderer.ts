// The renderer for logs and pipes: lines only, no cursor codes, few enough to read.
import { EpochSelection, epochHeader, epochLine } from "./epochTable.ts";
import type { CommandEvent, EpochEvent, Renderer } from "./events.ts";
import { hintLine, warningLine } from "./lines.ts";
import type { Terminal } from "./terminal.ts";

/** A renderer that writes a line for each event that deserves one. */
export function plainRenderer(terminal: Terminal): Renderer {
  const selection = new EpochSelection({ everyBest: true });
  let begun = false;
  const epoch = (event: EpochEvent): void => {
    if (!begun) terminal.line(epochHeader(event));
    begun = true;
    if (selection.takes(event)) terminal.line(epochLine(event));
  };
  return {
    emit(event: CommandEvent) {
      if (event.type === "epoch") epoch(event);
      else if (event.type === "note") terminal.line(event.text);
      else if (event.type === "warning") terminal.line(warningLine(event, terminal.colors));
      else if (event.type === "hint") terminal.line(hintLine(event, terminal.colors));
    },
    close() {},
  };
}
