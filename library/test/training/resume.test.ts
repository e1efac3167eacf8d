// Exact resume: ten epochs, a file, another process and ten more epochs are twenty epochs, bit for bit.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { optimizerRegistry } from "../../src/index.ts";

const folder = mkdtempSync(path.join(tmpdir(), "chainrule-resume-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function train(part: "whole" | "first" | "second"): Promise<Readonly<Record<string, string>>> {
  const register = new URL("../../../tools/bin/register.mjs", import.meta.url);
  const script = fileURLToPath(new URL("./resumeProcess.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", register.href, script, part, folder]);
  return JSON.parse(stdout);
}

test("for every optimizer: weights, slots, counters, and what callbacks remember", async () => {
  const [whole, half] = await Promise.all([train("whole"), train("first")]);
  const resumed = await train("second");
  expect(resumed).toEqual(whole);
  expect(Object.keys(whole)).toEqual(expect.arrayContaining([...optimizerRegistry.names]));
  for (const [name, digest] of Object.entries(half)) expect(digest).not.toBe(whole[name]);
}, 120_000);
