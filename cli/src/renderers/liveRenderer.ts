// The renderer for a terminal: finished lines scroll by above one status line, which is redrawn ten times a second at most.
import { EpochSelection, epochHeader, epochLine } from "./epochTable.ts";
import type { BatchEvent, CommandEvent, EpochEvent, Renderer } from "./events.ts";
import { hintLine, warningLine } from "./lines.ts";
import { statusLine } from "./statusLine.ts";
import type { Terminal } from "./terminal.ts";
import { toAscii } from "./toAscii.ts";

const redrawMilliseconds = 100;
/** Back to the start of the line, and clear it. */
const clearLine = "\r\u001b[2K";

/** A renderer that keeps one line at the bottom of the terminal up to date. */
export function liveRenderer(terminal: Terminal, now: () => number = () => performance.now()): Renderer {
  const selection = new EpochSelection({ everyBest: false });
  let last: EpochEvent | undefined;
  let drawn = "";
  let drawnAt = Number.NEGATIVE_INFINITY;

  const erase = (): void => {
    if (drawn !== "") terminal.write(clearLine);
    drawn = "";
  };
  const permanent = (text: string): void => {
    erase();
    terminal.line(text);
  };
  const draw = (text: string): void => {
    if (now() - drawnAt < redrawMilliseconds || text === drawn) return;
    terminal.write(`${clearLine}${terminal.colors.cyan(terminal.unicode ? text : toAscii(text))}`);
    drawn = text;
    drawnAt = now();
  };
  const drawEpochs = (batch?: BatchEvent): void => draw(statusLine(last, batch, terminal.width - 1));
  const epoch = (event: EpochEvent): void => {
    if (last === undefined) permanent(epochHeader(event));
    last = event;
    if (selection.takes(event)) permanent(epochLine(event));
    drawEpochs();
  };
  return {
    emit(event: CommandEvent) {
      if (event.type === "epoch") epoch(event);
      else if (event.type === "batch") drawEpochs(event);
      else if (event.type === "status") draw(event.text);
      else if (event.type === "note") permanent(event.text);
      else if (event.type === "warning") permanent(warningLine(event, terminal.colors));
      else permanent(hintLine(event, terminal.colors));
    },
    close: erase,
  };
}
