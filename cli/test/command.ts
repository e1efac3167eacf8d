// Runs the real command as a process, in a folder of its own, for the tests.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The file that a user's shell starts. */
export const executable = fileURLToPath(new URL("../bin/chainrule.mjs", import.meta.url));

/** The repository's root. */
export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run may be given besides its words. */
export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with everything that standard error has said so far, each time it says more. */
  onError?(text: string, kill: (signal: NodeJS.Signals) => void): void;
}

/** The environment of every run: UTF-8, and none of the variables that change what is printed. */
export function environment(changes: RunOptions["env"] = {}): NodeJS.ProcessEnv {
  const { NO_COLOR: _n, FORCE_COLOR: _f, CI: _c, LC_ALL: _l, ...rest } = process.env;
  return { ...rest, LANG: "C.UTF-8", LC_CTYPE: "C.UTF-8", TERM: "xterm", ...changes };
}

/** A folder in which commands run and files lie; removed by {@link Folder.remove}. */
export class Folder {
  readonly path = mkdtempSync(path.join(tmpdir(), "chainrule-test-"));

  /** Writes a file, its folders included, and gives its name. */
  write(name: string, content: string | Uint8Array): string {
    const file = this.at(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return name;
  }

  at(name: string): string {
    return path.join(this.path, name);
  }

  /** Runs `chainrule` with these words in this folder. */
  run(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return start(process.execPath, [executable, ...words], this.path, options);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Starts a program and waits for its end. */
export function start(
  program: string,
  words: readonly string[],
  folder: string,
  options: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: folder, env: environment(options.env) });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      options.onError?.(stderr, (signal) => child.kill(signal));
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    // A command that ends before it has read its input closes the pipe, which is its right.
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}
