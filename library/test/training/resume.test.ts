// Exact resume: ten epochs, a file, another process and ten more epochs are twenty epochs, bit for bit.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import {
  adam,
  dense,
  loadModel,
  optimizerRegistry,
  sequential,
  sparseCategoricalCrossentropy,
} from "../../src/index.ts";

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

test("on the float64 reference too, where the file is loaded for it", async () => {
  const rows = Array.from({ length: 23 }, (_, row) => [Math.sin(row), Math.cos(row)]);
  const labels = rows.map((_, row) => row % 3);
  const build = () => {
    const model = sequential([dense({ units: 4, activation: "tanh", inputShape: [2] }), dense({ units: 3 })], {
      seed: 2,
    });
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    model.compile({ optimizer: adam(), loss, backend: "reference" });
    return model;
  };
  const [whole, half] = [build(), build()];
  await whole.fit(rows, labels, { epochs: 4, batchSize: 5 });
  await half.fit(rows, labels, { epochs: 2, batchSize: 5 });
  const loaded = await loadModel(await half.toBytes(), { backend: "reference" });
  expect(loaded.backend.name).toBe("reference");
  await loaded.fit(rows, labels, { epochs: 4, initialEpoch: loaded.epochsTrained, batchSize: 5 });
  expect(await loaded.toBytes()).toEqual(await whole.toBytes());
  const wrong: object = { backend: "referense" };
  await expect(loadModel(await half.toBytes(), wrong)).rejects.toThrow(
    'backend: got "referense", expected one of auto',
  );
});
