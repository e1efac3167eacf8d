// The same seed gives the same weights, bit for bit, in other versions of Node and in a worker of this one.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { beforeAll, describe, expect, test } from "vitest";
import type { Traces } from "../browser/entries/determinism.ts";
import { tracesOfNode } from "../browser/tracesOfNode.ts";
import { nodeRuntimes } from "./runtimes.ts";

const register = new URL("../../../tools/bin/register.mjs", import.meta.url).href;
const script = new URL("./determinismProcess.ts", import.meta.url);
const versions = nodeRuntimes.length === 0 ? [{ name: "none is installed", program: "" }] : nodeRuntimes;

describe("the same seed gives the same bits as in this Node", () => {
  let expected: Traces;
  beforeAll(async () => {
    expected = await tracesOfNode();
  }, 60_000);

  test("for every part there is", () => {
    expect(Object.keys(expected.parts).length).toBeGreaterThan(50);
    expect(new Set(Object.values(expected.parts)).size).toBeGreaterThan(40);
  });

  test.skipIf(nodeRuntimes.length === 0).each(versions)(
    "in $name",
    async ({ program }) => {
      const { stdout } = await promisify(execFile)(program, ["--import", register, fileURLToPath(script)], {
        maxBuffer: 1e8,
      });
      expect(JSON.parse(stdout)).toEqual(expected);
    },
    60_000,
  );

  test("in a worker", async () => {
    const worker = new Worker(script, { execArgv: ["--import", register] });
    const traces = await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    await worker.terminate();
    expect(traces).toEqual(expected);
  }, 60_000);
});
