// Signals and terminals: Ctrl-C saves what there is, and the live renderer leaves a clean terminal.
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { executable, Folder, repository, start } from "./command.ts";

const folder = new Folder();
const digits = path.join(repository, "library/datasets/digits.csv");
const long = ["train", digits, "--target", "digit", "--seed", "3", "--epochs", "100000", "--patience", "0"];

beforeAll(() => {
  folder.write("few.csv", "a,y\n1,0\n");
});
afterAll(() => folder.remove());

/** Sends a signal once the epochs have begun to come. */
function afterEpochs(name: NodeJS.Signals): (text: string, kill: (signal: NodeJS.Signals) => void) => void {
  let sent = false;
  return (text, kill) => {
    if (sent || !/\n {4,5}4 /.test(text)) return;
    sent = true;
    kill(name);
  };
}

describe.concurrent("signals", () => {
  test("Ctrl-C in a training saves the best weights as the run's model and ends with 130", async ({ expect }) => {
    const { code, stdout, stderr } = await folder.run([...long, "--out", "stopped"], {
      onError: afterEpochs("SIGINT"),
    });
    expect(stderr).toContain("Stopping and saving (Ctrl-C again quits at once)\n");
    expect(stdout).toMatch(
      /^Interrupted: the weights of epoch \d+ are kept · seed 3 · wasm · [\d.]+ s\nSaved stopped\n$/,
    );
    expect(code).toBe(130);
    const { code: evaluated, stdout: score } = await folder.run(["evaluate", "stopped", digits, "-q"]);
    expect(score).toMatch(/^1797 rows: accuracy 0\.[89]\d\d /);
    expect(evaluated).toBe(0);
  });

  test("SIGTERM does the same and ends with 143; the JSON result says that it is not ok", async ({ expect }) => {
    const { code, stdout } = await folder.run([...long, "--out", "ended", "--json"], {
      onError: afterEpochs("SIGTERM"),
    });
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, run: "ended", metrics: null, error: { code: "CR-X143" } });
    expect(code).toBe(143);
    expect(existsSync(folder.at("ended/model.safetensors"))).toBe(true);
  });

  test("Ctrl-C with nothing to save ends at once and leaves no run", async ({ expect }) => {
    // A column without a name is warned of as soon as the header is read; the rest of the table never comes.
    const input = `a,,y\n${"1,2,3\n".repeat(2000)}`;
    const { code, stdout } = await folder.run(["train", "-", "--target", "y", "--out", "never"], {
      input,
      inputStaysOpen: true,
      onError: (text, kill) => {
        if (text.includes("without a name")) kill("SIGINT");
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(existsSync(folder.at("never"))).toBe(false);
  });
});

const script = await start("script", ["--version"], folder.path).catch(() => undefined);

describe("on a terminal", () => {
  const available = script?.stdout.includes("util-linux") === true;
  if (!available) console.warn("skipped: the tests on a terminal need script of util-linux, which is not here");

  test.skipIf(!available)("the progress is one line that is redrawn, and gone at the end", async ({ expect }) => {
    const command = `node "${executable}" train "${digits}" --target digit --seed 3 --epochs 60 --patience 0 --out live`;
    const started = performance.now();
    const { code, stdout } = await start("script", ["-qec", command, "/dev/null"], folder.path, {
      env: { NO_COLOR: "1" },
    });
    const seconds = (performance.now() - started) / 1000;
    const redraws = stdout.split("\r\u001b[2K").filter((text) => text.startsWith(" epoch ")).length;
    expect(redraws).toBeGreaterThan(0);
    expect(redraws).toBeLessThanOrEqual(10 * seconds + 1);
    // What a terminal would show: what a redraw has cleared is gone.
    const screen = stdout
      .replaceAll("\r\n", "\n")
      .split("\n")
      .map((line) => line.split("\r\u001b[2K").at(-1) ?? "");
    expect(screen.join("\n")).not.toContain("━");
    expect(screen).toContain(" epoch     loss      val      acc  val acc   note");
    expect(screen.some((line) => line.startsWith("Test accuracy 0."))).toBe(true);
    expect(code).toBe(0);
  });

  test.skipIf(!available)("a missing --target is asked for, unless --no-input forbids it", async ({ expect }) => {
    const command = `node "${executable}" train few.csv`;
    const [asked, forbidden] = await Promise.all([
      start("script", ["-qec", command, "/dev/null"], folder.path, { input: "nothing\n", env: { NO_COLOR: "1" } }),
      start("script", ["-qec", `${command} --no-input`, "/dev/null"], folder.path, { env: { NO_COLOR: "1" } }),
    ]);
    expect(asked.stdout).toContain("Which column is to be predicted?");
    expect(asked.stdout).toContain('error CR-D012: no column "nothing" in few.csv');
    expect(asked.code).toBe(3);
    expect(forbidden.stdout).not.toContain("Which column");
    expect(forbidden.stdout).toContain("error CR-U003: --target is missing");
    expect(forbidden.code).toBe(2);
  });
});
