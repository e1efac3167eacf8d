// One peer in a process of its own: requests and answers as lines of JSON over its standard input and output.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Part, Score, Task } from "../../peers/peer.ts";

/** How to start a peer. */
export interface Command {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
}

/** What a request took, measured inside the peer: waiting for the answer is not in it. */
export interface Took {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** A peer says that what it needs is not installed. */
export class MissingError extends Error {}

/** A peer failed: its own message, with what it wrote to standard error. */
export class PeerError extends Error {}

type Answer = Readonly<Record<string, unknown>>;

/** The last lines of standard error are what a failure is explained with. */
const keptErrorLines = 20;

export class PeerProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  readonly #lines: Interface;
  /** Settles when the process is gone and everything that it wrote is read. */
  readonly #closed: Promise<unknown>;
  #errors: string[] = [];

  constructor({ command, arguments: args, folder }: Command) {
    this.#child = spawn(command, [...args], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    // A process that cannot be started, or that ends early, shows itself as an answer that does not come.
    this.#closed = new Promise((resolve) => {
      this.#child.once("close", resolve);
      this.#child.once("error", (error) => {
        this.#errors.push(error.message);
        resolve(undefined);
      });
    });
    this.#child.stdin.on("error", () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
    createInterface({ input: this.#child.stderr }).on("line", (line) => {
      this.#errors = [...this.#errors, line].slice(-keptErrorLines);
    });
  }

  async load(): Promise<Took & { versions: Record<string, string> }> {
    const answer = await this.#ask({ command: "load" });
    const versions = isRecord(answer.versions) ? answer.versions : {};
    const texts = Object.entries(versions).map(([name, version]) => [name, String(version)]);
    return { ...took(answer), versions: Object.fromEntries(texts) };
  }

  async prepare(task: Task): Promise<Took> {
    return took(await this.#ask({ command: "prepare", task }));
  }

  async train(epochs: number, part: Part): Promise<Took> {
    return took(await this.#ask({ command: "train", epochs, part }));
  }

  async score(): Promise<Score> {
    const answer = await this.#ask({ command: "score" });
    const loss = answer.loss;
    return { loss: typeof loss === "number" ? loss : null, accuracy: numberOf(answer, "accuracy") };
  }

  /** Ends the peer by closing its input, and kills it when that does not help. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.pid === undefined) return;
    const kill = setTimeout(() => this.#child.kill("SIGKILL"), 2000);
    this.#child.stdin.end();
    await this.#closed;
    clearTimeout(kill);
    this.#lines.close();
  }

  async #ask(request: object): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) {
      await this.#closed;
      throw new PeerError(["ended without an answer", ...this.#errors].join("\n"));
    }
    const answer: unknown = JSON.parse(value);
    if (!isRecord(answer)) throw new PeerError(`answered ${value}`);
    if (typeof answer.missing === "string") throw new MissingError(answer.missing);
    if (typeof answer.error === "string") throw new PeerError(answer.error);
    return answer;
  }
}

function took(answer: Answer): Took {
  return { seconds: numberOf(answer, "seconds"), cpuSeconds: numberOf(answer, "cpuSeconds") };
}

function numberOf(answer: Answer, name: string): number {
  const value = answer[name];
  if (typeof value !== "number")
    throw new PeerError(`answered without the number "${name}": ${JSON.stringify(answer)}`);
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
