// The renderer for programs: each event is one JSON object on a line of its own.
import type { CommandEvent, Renderer } from "./events.ts";
import type { Terminal } from "./terminal.ts";

/** A renderer that writes every event but those of the moment, as JSON Lines. */
export function jsonlRenderer(terminal: Terminal): Renderer {
  return {
    emit(event: CommandEvent) {
      if (event.type !== "batch" && event.type !== "status") terminal.write(`${JSON.stringify(plain(event))}\n`);
    },
    close() {},
  };
}

function plain(event: CommandEvent): object {
  if (event.type === "epoch") {
    const { numbers, ...rest } = event;
    return { ...rest, ...numbers };
  }
  if (event.type !== "note") return event;
  const { data, ...rest } = event;
  return { ...rest, ...data };
}
