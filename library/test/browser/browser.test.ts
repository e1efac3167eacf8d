// The harness of the browser tests runs a file in a real browser and brings back what it returns or throws.
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runInBrowser, withoutBrowser } from "./browser.ts";

const entry = (name: string): string => fileURLToPath(new URL(`./entries/${name}.ts`, import.meta.url));

describe.skipIf(withoutBrowser)("a page in headless Chromium", () => {
  test("returns the result of run()", async () => {
    expect(await runInBrowser(entry("platform"))).toEqual({ browser: true, isolated: false, wasm: true, sum: 3 });
  });
  test("is isolated when asked", async () => {
    expect(await runInBrowser(entry("platform"), { isolated: true })).toMatchObject({ isolated: true });
  });
  test("reports what it throws, and its console", async () => {
    await expect(runInBrowser(entry("failure"))).rejects.toThrow(/the page's own message[\s\S]*about to fail/);
  });
});
