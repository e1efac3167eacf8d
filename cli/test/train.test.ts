// From a table to a run and back: train, evaluate and predict as somebody uses them, on the shipped digits.
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtExecutable, type Ended, Folder, repository, start } from "./command.ts";

const folder = new Folder();
const digits = path.join(repository, "library/datasets/digits.csv");
const [header = "", ...rows] = readFileSync(digits, "utf8").trimEnd().split("\n");
const words = ["train", digits, "--target", "digit", "--seed", "7", "--epochs", "12", "--hidden", "32"];
let trained: Ended;

beforeAll(async () => {
  trained = await folder.runSources(words);
});
afterAll(() => folder.remove());

const latest = (): string => folder.at("runs/latest");
const json = (text: string): Record<string, unknown> => JSON.parse(text);

describe("train", () => {
  test("tells every decision with its reason, the epochs, and the score beside the baseline", () => {
    const lines = trained.stderr.split("\n");
    expect(lines.slice(0, 6)).toEqual([
      "Read digits.csv: 1,797 rows, 65 columns, ',' UTF-8",
      "Target digit: classification, because 10 distinct whole numbers",
      "warning: 3 columns have the same value in every row and teach nothing: p00, p40, p47",
      "Rows: 1,293 to train, 144 to validate, 360 to test, stratified, seed 7",
      expect.stringMatching(/^Baseline \(always "\d"\): accuracy 0\.10\d$/),
      " epoch     loss      val      acc  val acc   note",
    ]);
    expect(lines[6]).toMatch(/^ {5}1( +\d\.\d{4}){4} {3}best$/);
    expect(trained.stderr).toMatch(/\nTrained all 12 epochs\. Kept epoch \d+\.\n/);
    expect(trained.stderr).toContain("\nNext:  chainrule evaluate runs/latest NEW.csv\n");
    expect(trained.stdout).toMatch(
      /^Test accuracy (0\.9\d\d) \(95 % interval 0\.\d{3}–0\.\d{3}\) · \+\d\d\.\d points over baseline 0\.1\d\d · seed 7 · wasm · [\d.]+ s\nSaved runs\/\d{4}-\d\d-\d\d-[0-9a-f]{3}\n$/,
    );
    expect(trained.code).toBe(0);
  });

  test("writes no cursor codes into pipes", () => {
    expect(["\u001b", "\r"].some((code) => (trained.stdout + trained.stderr).includes(code))).toBe(false);
  });

  test("leaves a run of five files, to which runs/latest points", () => {
    const name = readdirSync(folder.at("runs")).find((entry) => entry !== "latest") ?? "";
    expect(readlinkSync(latest())).toBe(name);
    expect(readdirSync(latest()).sort()).toEqual([
      "config.json",
      "environment.json",
      "metrics.jsonl",
      "model.safetensors",
      "split.json",
    ]);
    const read = (file: string): string => readFileSync(path.join(latest(), file), "utf8");
    expect(json(read("config.json"))).toMatchObject({
      command: "train",
      data: { rows: 1797, delimiter: "," },
      target: { name: "digit", task: "classification" },
      network: { hidden: [32], activation: "relu", dropout: 0, noise: 0 },
      training: { optimizer: { type: "adam", learningRate: 0.001 }, epochs: 12, batchSize: 32, backend: "wasm" },
      split: { testSize: 0.2, validationSplit: 0.1, train: 1293, validation: 144, test: 360 },
      seed: 7,
    });
    const metrics = read("metrics.jsonl").trimEnd().split("\n").map(json);
    expect(metrics.slice(0, 12).map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(metrics.at(-1)).toMatchObject({ event: "test", rows: 360 });
    const split: Record<"train" | "validation" | "test", number[]> = JSON.parse(read("split.json"));
    const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 1797 }, (_, row) => row));
  });

  test("adds noise and leaves outputs out in training when it is told to", async () => {
    const told = ["--noise", "0.1", "--dropout", "0.25", "--epochs", "1", "--out", "noisy", "-q"];
    expect((await folder.run([...words, ...told])).code).toBe(0);
    const { network } = json(readFileSync(folder.at("noisy/config.json"), "utf8"));
    expect(network).toMatchObject({
      dropout: 0.25,
      noise: 0.1,
      layers: [
        { type: "gaussianNoise", stddev: 0.1, inputShape: [64] },
        { type: "dense", units: 32 },
        { type: "dropout", rate: 0.25 },
        { type: "dense", units: 10 },
      ],
    });
  });

  test("gives the same model file for the same seed, and does not touch what is there", async () => {
    const before = readFileSync(path.join(latest(), "model.safetensors"));
    const again = await folder.run([...words, "--out", "again", "-q"]);
    expect(again).toMatchObject({ code: 0, stderr: expect.stringMatching(/^(warning: .*\n)*$/) });
    expect(readFileSync(folder.at("again/model.safetensors")).equals(before)).toBe(true);
    const third = await folder.run([...words, "--out", "again"]);
    expect(third.code).toBe(2);
    expect(third.stderr).toContain("error CR-U006: again is there already and is not empty\n");
    expect(readFileSync(folder.at("again/model.safetensors")).equals(before)).toBe(true);
  });
});

describe.concurrent("evaluate and predict", () => {
  const few = (count: number): string => `${[header, ...rows.slice(0, count)].join("\n")}\n`;

  test("evaluate scores a table with confusions and classes, and keeps a gate", async ({ expect }) => {
    folder.write("few.csv", few(300));
    const [human, gate, whole] = await Promise.all([
      folder.run(["evaluate", "runs/latest", "few.csv"]),
      folder.run(["evaluate", "again/model.safetensors", "few.csv", "--fail-under", "accuracy=0.9999", "--json"]),
      folder.run(["evaluate", "runs/latest", digits, "--fail-under", "accuracy=0.9", "-q"]),
    ]);
    expect(human.stdout).toMatch(/^300 rows: accuracy 0\.9\d\d \(95 % interval /);
    expect(human.stdout).toContain("Confusion matrix (rows: truth, columns: prediction)\n");
    expect(human.stdout).toContain("  class  precision  recall     F1  rows\n");
    expect(human.code).toBe(0);
    expect(json(gate.stdout)).toMatchObject({
      schema: "chainrule.evaluate/1",
      ok: false,
      run: "again/model.safetensors",
      metrics: { rows: 300 },
      baseline: { accuracy: expect.any(Number) },
      seed: 7,
      error: { code: "CR-Q001" },
    });
    expect(gate.stderr).toContain("error CR-Q001: accuracy 0.9");
    expect(gate.code).toBe(6);
    expect(whole.stderr).toContain("warning: digits.csv is the table this network was trained on");
    expect(whole.code).toBe(0);
  });

  test("predict matches columns by name, whatever their order, and keeps what it is told to", async ({ expect }) => {
    const cells = few(20)
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    const turned = cells.map((line, row) => [row === 0 ? "id" : `r${row}`, ...line.slice(0, 64).reverse()].join(","));
    folder.write("plain.csv", few(20));
    folder.write("turned.csv", `${turned.join("\n")}\n`);
    const [plain, other] = await Promise.all([
      folder.run(["predict", "runs/latest", "plain.csv"]),
      folder.run(["predict", "runs/latest", "turned.csv", "--keep", "id", "--proba"]),
    ]);
    const said = plain.stdout.trimEnd().split("\n");
    expect(said[0]).toBe("digit");
    expect(said.slice(1)).toHaveLength(20);
    const lines = other.stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    expect(lines[0]).toEqual(["id", "digit", ...Array.from({ length: 10 }, (_, label) => `probability_${label}`)]);
    expect(lines.slice(1).map(([, label]) => label)).toEqual(said.slice(1));
    expect(lines[1]?.[0]).toBe("r1");
    for (const [, label, ...chances] of lines.slice(1)) {
      expect(chances.reduce((sum, chance) => sum + Number(chance), 0)).toBeCloseTo(1, 4);
      expect(chances.map(Number).indexOf(Math.max(...chances.map(Number)))).toBe(Number(label));
    }
    expect(plain).toMatchObject({ code: 0, stderr: "Read plain.csv: 20 rows, 65 columns, ',' UTF-8\n" });
  });

  test("predict reads standard input, warns of extra columns and gives JSON", async ({ expect }) => {
    const input = few(5)
      .replace(header, `${header},note`)
      .replaceAll(/\n(\d[^\n]*)/g, "\n$1,x");
    const { code, stdout } = await folder.run(["predict", "runs/latest", "-", "--json"], { input });
    expect(json(stdout)).toMatchObject({
      ok: true,
      rows: 5,
      warnings: ["standard input: 1 column is not used, the network was trained without: note"],
    });
    expect(stdout.match(/\{"digit":"\d"\}/g)).toHaveLength(5);
    expect(code).toBe(0);
  });

  test("predict names a column that is missing", async ({ expect }) => {
    folder.write("renamed.csv", few(5).replace("p77", "pp77"));
    const { code, stdout, stderr } = await folder.run(["predict", "runs/latest", "renamed.csv"]);
    expect(stderr).toContain("error CR-D020: renamed.csv lacks the column that the network reads: p77\n");
    expect(stderr).toContain('  Did you mean "pp77"? Columns are matched by name\n');
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  });

  test("a reader that closes the pipe early is no error", async ({ expect }) => {
    const command = `node "$0" predict runs/latest "$1" | head -n 2; echo "\${PIPESTATUS[0]}"`;
    const executable = await builtExecutable();
    const { stdout, stderr } = await start("bash", ["-c", command, executable, digits], folder.path);
    expect(stdout).toMatch(/^digit\n\d\n0\n$/);
    expect(stderr).toBe("Read digits.csv: 1,797 rows, 65 columns, ',' UTF-8\n");
  });

  test("what is no run, no model, or a damaged one ends with exit code 4", async ({ expect }) => {
    const model = readFileSync(path.join(latest(), "model.safetensors"));
    model[model.length - 9] = (model[model.length - 9] ?? 0) ^ 1;
    writeFileSync(folder.at("damaged.safetensors"), model);
    folder.write("text.safetensors", "this is no model, only a text that is long enough to be taken for one");
    const [none, damaged, text] = await Promise.all(
      ["runs/lates", "damaged.safetensors", "text.safetensors"].map((run) => folder.run(["predict", run, digits])),
    );
    expect(none?.stderr).toContain('error CR-F002: there is no run runs/lates\n  Did you mean "runs/latest"?\n');
    expect(damaged?.stderr).toContain("error CR-F001: ");
    expect(text?.stderr).toContain("error CR-F001: ");
    expect([none, damaged, text].map((ended) => ended?.code)).toEqual([4, 4, 4]);
  });
});

describe.concurrent("other tables", () => {
  const plane = (count: number): string => {
    const line = (row: number): string => {
      const [a, b] = [Math.sin(row * 1.7) * 10, Math.cos(row * 2.3) * 3];
      return `${a.toFixed(3)},${b.toFixed(3)},${(100 + 4 * a - 7 * b).toFixed(3)}`;
    };
    return `a,b,y\n${Array.from({ length: count }, (_, row) => line(row)).join("\n")}\n`;
  };

  test("a target of numbers is a regression, scored by R2 and answered in its own unit", async ({ expect }) => {
    folder.write("plane.csv", plane(300));
    folder.write("ask.csv", "b,a\n0,0\n1,2\n");
    const out = await folder.run(["train", "plane.csv", "--target", "y", "--seed", "1", "--out", "plane", "--json"]);
    expect(out.stderr).toContain("Target y: regression, because 300 distinct numbers, not all whole\n");
    expect(out.stderr).toMatch(/\nBaseline \(always the mean, \d+(\.\d+)?\): R² -?0\.0\d\d, RMSE /);
    expect(json(out.stdout)).toMatchObject({
      schema: "chainrule.train/1",
      ok: true,
      run: "plane",
      metrics: { rows: 60, r2: expect.any(Number), interval: [expect.any(Number), expect.any(Number)] },
      baseline: { rmse: expect.any(Number) },
      warnings: [],
      seed: 1,
    });
    const { metrics }: { metrics: { r2: number } } = JSON.parse(out.stdout);
    expect(metrics.r2).toBeGreaterThan(0.98);
    const said = await folder.run(["predict", "plane", "ask.csv", "-q"]);
    const [name, first, second] = said.stdout.trimEnd().split("\n");
    expect(name).toBe("y");
    expect(Math.abs(Number(first) - 100)).toBeLessThan(5);
    expect(Math.abs(Number(second) - 101)).toBeLessThan(5);
  });

  test("with few rows all of them are trained on, and the missing score is said", async ({ expect }) => {
    folder.write("three.csv", "study,sleep,score\n5,8,80\n2,6,60\n10,7,95\n");
    const words = ["train", "three.csv", "--target", "score", "--seed", "1", "--epochs", "50", "--out", "three"];
    const { code, stdout, stderr } = await folder.run(words);
    expect(stderr).toContain("warning: no rows are kept for a test, so there will be no score\n");
    expect(stdout).toMatch(/^Trained without a test · seed 1 · wasm · /);
    expect(code).toBe(0);
  });

  test("a training that diverges ends with exit code 5 and a way out", async ({ expect }) => {
    folder.write("steep.csv", plane(200));
    const flags = ["--optimizer", "sgd", "--learning-rate", "900", "--out", "steep", "--seed", "1"];
    const { code, stdout, stderr } = await folder.run([
      "train",
      "steep.csv",
      "--target",
      "y",
      ...flags,
      "--activation",
      "linear",
    ]);
    expect(stderr).toMatch(
      /\nerror CR-T001: training diverged at epoch 1(, batch \d \(lines [\d, …]+ \(32 in all\)\))?: /,
    );
    expect(stderr).toContain("  Try:  the same with --learning-rate 90\n");
    expect(stdout).toBe("");
    expect(code).toBe(5);
    expect(existsSync(folder.at("steep/model.safetensors"))).toBe(false);
  });

  test("without --target the flag is named, with the columns", async ({ expect }) => {
    folder.write("some.csv", plane(30));
    const { code, stderr } = await folder.run(["train", "some.csv"]);
    expect(stderr).toContain("error CR-U003: --target is missing");
    expect(stderr).toContain("  Columns: a, b, y\n  Try:  chainrule train some.csv --target y\n");
    expect(code).toBe(2);
  });

  test("with --format jsonl both streams hold JSON only", async ({ expect }) => {
    folder.write("lines.csv", plane(60));
    const flags = ["--format", "jsonl", "--epochs", "3", "--out", "lines", "--seed", "1"];
    const { code, stdout, stderr } = await folder.run(["train", "lines.csv", "--target", "y", ...flags]);
    const events = stderr.trimEnd().split("\n").map(json);
    expect(events.filter(({ type }) => type === "epoch").map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(events.filter(({ type }) => type === "note").map(({ name }) => name)).toContain("baseline");
    expect(json(stdout)).toMatchObject({ ok: true, seed: 1 });
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(code).toBe(0);
    expect(lstatSync(folder.at("lines")).isDirectory()).toBe(true);
  });
});
