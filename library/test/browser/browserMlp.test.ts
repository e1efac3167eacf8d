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
  test("learns, predicts and is saved in a page without names", async () => {
    const { before, after, predictions, bytes } = Object(await runInBrowser(path.join(root, "tools/browserSlim.ts")));
    expect(after).toBeLessThan(before / 4);
    expect(predictions.map(Math.round)).toEqual([0, 1, 1, 0]);
    expect(bytes).toBeGreaterThan(500);
  });
});
