// The lines that the live and the plain renderer share.
import type { Colors } from "picocolors/types";
import type { HintEvent, WarningEvent } from "./events.ts";

/** `warning: column "id" is constant`. */
export function warningLine(event: WarningEvent, colors: Colors): string {
  return `${colors.yellow("warning:")} ${event.text}`;
}

/** `Next:  command     command`, one below the other when there are more than two. */
export function hintLine(event: HintEvent, colors: Colors): string {
  return event.commands
    .map((command, index) => `${index === 0 ? colors.bold("Next:") : "     "}  ${command}`)
    .join("\n");
}
