// The same seed gives the same weights, bit for bit, in this Node, in headless Chromium, and in a worker of it.
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runInBrowser, runInBrowserWorker, withoutBrowser } from "./browser.ts";
import { run } from "./entries/determinism.ts";
import { tracesOfNode } from "./tracesOfNode.ts";

const entry = path.join(import.meta.dirname, "entries/determinism.ts");

describe("the same seed", () => {
  test("gives the same weights twice in Node, and a saved model the same predictions", async () => {
    const [first, second] = [await tracesOfNode(), await run()];
    expect(second).toEqual(first);
    expect(Object.keys(first.weights)).toHaveLength(6);
    expect(first.loadedProbabilities).toEqual(first.probabilities);
    expect(first.losses.at(-1)).toBeLessThan(first.losses[0] ?? 0);
  });

  test.skipIf(withoutBrowser)(
    "gives the same weights in Chromium as in Node, bit for bit",
    async () => {
      expect(await runInBrowser(entry)).toEqual(await tracesOfNode());
    },
    60_000,
  );

  test.skipIf(withoutBrowser)(
    "gives the same weights in a worker of a page, bit for bit",
    async () => {
      expect(await runInBrowserWorker(entry)).toEqual(await tracesOfNode());
    },
    60_000,
  );
});
