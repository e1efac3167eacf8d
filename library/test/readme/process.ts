// Runs programs as users do: real processes in a folder of their own, whose failure tells what they printed.
import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../../tools/listFiles.ts";

/** What a process printed on both streams together, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end, without a terminal and without input. */
export function runProcess(program: string, words: readonly string[], folder: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", npm_config_update_notifier: "false", npm_config_yes: "false" },
    });
    let output = "";
    const keep = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** Runs a TypeScript file in a process of its own, with the workspaces' sources. */
export function runTypeScript(file: string, folder: string): Promise<Ended> {
  const register = pathToFileURL(path.join(root, "tools/bin/register.mjs")).href;
  return runProcess(process.execPath, ["--import", register, file], folder);
}
