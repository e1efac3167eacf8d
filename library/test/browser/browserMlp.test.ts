// The page whose bundle is measured really trains: in a page as most are, and in one with SharedArrayBuffer.
import path from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../tools/listFiles.ts";
import { runInBrowser, withoutBrowser } from "./browser.ts";

describe.skipIf(withoutBrowser)("the networks of npm run size", () => {
  test.each([false, true])("learns exclusive or in a page, isolated: %s", async (isolated) => {
    const result = await runInBrowser(path.join(root, "tools/browserMlp.ts"), { isolated });
    expect(result).toEqual({ before: expect.any(Number), after: expect.any(Number) });
    const { before, after } = Object(result);
    expect(after).toBeLessThan(before / 4);
  });
  test("learns and predicts in a page without names", async () => {
    const { before, after, predictions } = Object(await runInBrowser(path.join(root, "tools/browserSlim.ts")));
    expect(after).toBeLessThan(before / 4);
    expect(predictions.map(Math.round)).toEqual([0, 1, 1, 0]);
  });
  test("has every feature in a page that uses them", async () => {
    const result = Object(await runInBrowser(path.join(root, "tools/browserFeatures.ts")));
    expect(result.after).toBeLessThan(result.before / 4);
    expect(result.bytes).toBeGreaterThan(500);
    expect(result.single).toBeCloseTo(2, 0);
    expect(result.text).toContain("dense frozen");
  });
});
