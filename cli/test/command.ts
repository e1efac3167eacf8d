// Runs the command as a process, in a folder of its own, for the tests.
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The file that a user's shell starts in a clone: it runs the sources. */
export const executable = fileURLToPath(new URL("../bin/chainrule.mjs", import.meta.url));

/** The repository's root. */
export const repository = fileURLToPath(new URL("../..", import.meta.url));

let built: Promise<string> | undefined;

/** The command in one file, as an installation has it: it starts ten times as fast as the sources do. */
export function builtExecutable(): Promise<string> {
  built ??= buildCommand();
  return built;
}

async function buildCommand(): Promise<string> {
  const place = mkdtempSync(path.join(tmpdir(), "chainrule-built-"));
  process.on("exit", () => rmSync(place, { recursive: true, force: true }));
  const outfile = path.join(place, "dist", "main.js");
  await build({
    entryPoints: [path.join(repository, "cli/src/main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["chainrule-source"],
    // commander is CommonJS and asks for Node's modules by require.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  copyFileSync(path.join(repository, "cli/package.json"), path.join(place, "package.json"));
  return outfile;
}

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
  /** Leaves standard input open after the input, as a terminal or a slow producer does. */
  readonly inputStaysOpen?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with everything that standard error has said so far, each time it says more. */
  onError?(text: string, kill: (signal: NodeJS.Signals) => void): void;
}

/** The environment of every run: UTF-8, and none of the variables that change what is printed. */
export function environment(changes: RunOptions["env"] = {}): NodeJS.ProcessEnv {
  const { NO_COLOR: _n, FORCE_COLOR: _f, CI: _c, LC_ALL: _l, npm_command: _m, ...rest } = process.env;
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

  /** Runs `chainrule`, built, with these words in this folder. */
  async run(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return start(process.execPath, [await builtExecutable(), ...words], this.path, options);
  }

  /** Runs `chainrule` from its sources, as `npm start` and `npx chainrule` do in a clone. */
  runSources(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
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
    child.stdin.write(options.input ?? "");
    if (options.inputStaysOpen !== true) child.stdin.end();
  });
}
