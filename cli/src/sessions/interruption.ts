// Ctrl-C and termination: what is worth saving is saved on the first signal, a second one quits at once.
import { codes, exitCodes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import type { Renderer } from "../renderers/events.ts";

const handled = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;

/** The signals that end a command early. */
export type EndingSignal = keyof typeof handled;

/** Listens for the signals that end a command. Outside of {@link during} there is nothing to save, so they end it. */
export class Interruption {
  readonly #renderer: Renderer;
  #controller: AbortController | undefined;
  #received: EndingSignal | undefined;

  constructor(renderer: Renderer) {
    this.#renderer = renderer;
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => this.#receive(name));
  }

  /** The error that the received signal stands for, for programs; undefined when none came. */
  failure(): CommandError | undefined {
    if (this.#received === undefined) return undefined;
    const code = this.#received === "SIGINT" ? codes.interrupted : codes.terminated;
    return new CommandError(code, `ended by ${this.#received}`, { where: this.#received });
  }

  /** Runs something that has to be ended in good order; its signal is aborted when the user asks for it. */
  async during<Result>(task: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const controller = new AbortController();
    this.#controller = controller;
    try {
      return await task(controller.signal);
    } finally {
      this.#controller = undefined;
    }
  }

  #receive(name: EndingSignal): void {
    if (this.#controller === undefined || this.#received !== undefined) {
      this.#renderer.close();
      process.exit(handled[name]);
    }
    this.#received = name;
    this.#renderer.emit({
      type: "note",
      name: "interrupted",
      text: "Stopping and saving (Ctrl-C again quits at once)",
    });
    this.#controller.abort();
  }
}
