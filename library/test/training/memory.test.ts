// Memory: thousands of calls of fit and predict leave heap and WebAssembly memory where they were.
import "../../src/names.ts";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { type Session, type SynchronousBackend, wasm } from "../../src/backends/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { sequential } from "../../src/training/index.ts";

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

test("batches of ever other sizes do not keep the memory of all the sizes before", async () => {
  let session: Session | undefined;
  const observed: SynchronousBackend = {
    ...wasm,
    open: () => {
      const opened = wasm.open();
      session = opened;
      return opened;
    },
  };
  const model = sequential([dense({ units: 2, activation: "softmax", inputShape: [3] })], { seed: 1 });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", backend: observed });
  const bytes: number[] = [];
  for (let rows = 60; rows > 0; rows -= 1) {
    const x = Array.from({ length: rows }, (_, row) => [row, 1, 2]);
    await model.partialFit(x, new Int32Array(rows));
    bytes.push(session?.bytes ?? 0);
  }
  expect(bytes[0]).toBeGreaterThan(0);
  expect(bytes.at(-1)).toBeLessThanOrEqual(bytes[30] ?? 0);
});
