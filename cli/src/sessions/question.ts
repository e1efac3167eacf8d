// Asks the user one thing, and only where somebody is there to answer.
import { createInterface } from "node:readline/promises";
import { exitCodes } from "../errors/codes.ts";
import type { Session } from "./session.ts";

/** Whether questions may be asked: both ends are a terminal, it is no CI job, and `--no-input` was not given. */
export function mayAsk(session: Session): boolean {
  const ci = (process.env.CI ?? "") !== "" && process.env.CI !== "false";
  return session.options.input && !ci && !session.json && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** The answer to a question, without the blanks around it. */
export async function ask(question: string): Promise<string> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  asking.on("SIGINT", () => process.exit(exitCodes.interrupted));
  try {
    return (await asking.question(question)).trim();
  } finally {
    asking.close();
  }
}
