// Memory: thousands of calls of fit and predict leave heap and WebAssembly memory where they were.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("10,000 calls of fit and predict leave heap and WebAssembly memory where they were", async () => {
  const register = new URL("../../../tools/bin/register.mjs", import.meta.url);
  const measured = fileURLToPath(new URL("./memoryProcess.ts", import.meta.url));
  const parameters = ["--expose-gc", "--import", register.href, measured];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  const { first, last } = JSON.parse(stdout);
  expect(first.session).toBeGreaterThan(0);
  expect(last.session).toBe(first.session);
  expect(last.memory).toBe(first.memory);
  // Fewer than 50 bytes for each call: less than the smallest object that a call could leave behind.
  expect(last.heap - first.heap).toBeLessThan(500_000);
}, 60_000);
