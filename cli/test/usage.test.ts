// The command line itself: help, version, slips of the fingers, streams, colours.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { Folder, repository } from "./command.ts";

const folder = new Folder();
afterAll(() => folder.remove());

describe.concurrent("usage", () => {
  test("help and version go to standard output and end well", async ({ expect }) => {
    const [bare, help, version] = await Promise.all([
      folder.run([]),
      folder.run(["--help"]),
      folder.run(["--version"]),
    ]);
    expect(bare).toEqual(help);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const word of ["inspect", "train", "evaluate", "predict", "example", "--json", "Exit codes"]) {
      expect(help.stdout).toContain(word);
    }
    const manifest: { version: string } = JSON.parse(readFileSync(`${repository}/cli/package.json`, "utf8"));
    expect(version).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test.each([
    [["inspct", "a.csv"], 'error CR-U001: there is no command "inspct"\n  Did you mean "inspect"?\n'],
    [
      ["train", "a.csv", "--traget", "y"],
      "error CR-U002: chainrule train has no flag --traget\n  Did you mean --target?\n",
    ],
    [["predict", "runs/latest"], "error CR-U003: chainrule predict needs FILE\n"],
    [["train", "a.csv", "--epochs", "many"], "error CR-U004: --epochs many is not a whole number from 1 to 1000000\n"],
    [["train", "a.csv", "--activation", "rleu"], "error CR-U004: --activation rleu is not one of "],
    [["train", "a.csv", "--test-size", "2"], "error CR-U004: --test-size 2 is not a number from 0 to 0.9\n"],
    [["inspect", "a.csv", "b.csv"], 'error CR-U005: "b.csv" is one argument too many for chainrule inspect\n'],
    [["inspect", "a.csv", "--format", "jsn"], "error CR-U004: --format jsn is not one of "],
    [["example", "digit"], "error CR-U004: example digit is not one of digits\n"],
    [["help", "trian"], 'error CR-U001: there is no command "trian"\n  Did you mean "train"?\n'],
  ])("%j is a usage error in a few lines", async (words, error) => {
    const { code, stdout, stderr } = await folder.run(words);
    expect(stderr.startsWith(error), stderr).toBe(true);
    expect(stderr.split("\n").length).toBeLessThan(8);
    expect(stderr).toContain("  Try:  ");
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });

  test("with --json a failure is one object on standard output, also when the flags are wrong", async ({ expect }) => {
    const [data, usage] = await Promise.all([
      folder.run(["inspect", "none.csv", "--json"]),
      folder.run(["inspect", "--jsn", "--format", "jsonl"]),
    ]);
    expect(JSON.parse(data.stdout)).toMatchObject({
      ok: false,
      error: { code: "CR-D002", message: "there is no file none.csv", where: "none.csv", fixes: [] },
    });
    expect(data.stderr).toContain("error CR-D002");
    expect(JSON.parse(usage.stdout)).toMatchObject({ ok: false, error: { code: "CR-U002" } });
    expect(usage.stderr).toBe("");
    expect([data.code, usage.code]).toEqual([3, 2]);
  });

  test("colours are written when they are asked for, and not into a pipe otherwise", async ({ expect }) => {
    const words = ["inspect", "none.csv"];
    const [piped, always, forced, never] = await Promise.all([
      folder.run(words),
      folder.run([...words, "--color", "always"], { env: { NO_COLOR: "1" } }),
      folder.run(words, { env: { FORCE_COLOR: "1" } }),
      folder.run([...words, "--color=never"], { env: { FORCE_COLOR: "1" } }),
    ]);
    expect([piped, always, forced, never].map(({ stderr }) => stderr.includes("\u001b["))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
