// Serves a peer over standard input and output: one JSON request a line, one JSON answer a line, times measured here.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Part, Peer, Task, Trainer } from "./peer.ts";

/** What the harness can ask. */
type Request =
  | { readonly command: "load" }
  | { readonly command: "prepare"; readonly task: Task }
  | { readonly command: "train"; readonly epochs: number; readonly part: Part }
  | { readonly command: "score" };

interface State {
  peer?: Peer;
  trainer?: Trainer;
}

/** Answers requests until standard input ends. Whatever a library prints goes to standard error. */
export async function servePeer(load: () => Promise<Peer>): Promise<void> {
  for (const method of ["log", "info", "warn", "debug"] as const) console[method] = console.error;
  const state: State = {};
  for await (const line of createInterface({ input: process.stdin })) {
    const request: Request = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(await answer(request, state, load))}\n`);
  }
}

async function answer(request: Request, state: State, load: () => Promise<Peer>): Promise<object> {
  try {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const result = await perform(request, state, load);
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { ...result, seconds, cpuSeconds: (user + system) / 1e6 };
  } catch (error) {
    return failure(error);
  }
}

async function perform(request: Request, state: State, load: () => Promise<Peer>): Promise<object> {
  if (request.command === "load") {
    state.peer = await load();
    return { versions: state.peer.versions };
  }
  if (request.command === "prepare") {
    state.trainer = await present(state.peer, "load").prepare(request.task);
    return {};
  }
  if (request.command === "train") {
    await present(state.trainer, "prepare").train(request.epochs, request.part);
    return {};
  }
  return { ...(await present(state.trainer, "prepare").score()) };
}

function present<T>(value: T | undefined, command: string): T {
  if (value === undefined) throw new Error(`nothing there: "${command}" was not asked before`);
  return value;
}

/** A package that is not installed is told apart from one that fails: the first is skipped, the second reported. */
function failure(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const missing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  return missing
    ? { missing: message.split(/\n| imported from/)[0] }
    : { error: (error instanceof Error && error.stack) || message };
}

/** The version of a package of this folder, which the process runs in. */
export function packageVersion(name: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return version;
}
