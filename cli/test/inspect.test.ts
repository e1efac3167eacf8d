// chainrule inspect: tables in all their spellings, profiled column by column, and models.
import { apply, dense, functional, input, loadModel, sequential } from "chainrule";
import { afterAll, describe, test } from "vitest";
import { Folder } from "./command.ts";

const folder = new Folder();
afterAll(() => folder.remove());

interface Inspected {
  readonly ok: boolean;
  readonly table: {
    readonly rows: number;
    readonly columns: number;
    readonly delimiter: string;
    readonly encoding: string;
  };
  readonly columns: readonly { readonly name: string; readonly type: string; readonly missing: number }[];
  readonly warnings: readonly string[];
}

const parse = (text: string): Inspected => JSON.parse(text);

describe.concurrent("inspect", () => {
  test("shows type, missing cells, range and distribution of each column, and why", async ({ expect }) => {
    folder.write("people.csv", "id,age,city\nu1,30,Bonn\nu2,NA,Bonn\nu3,50,Ulm\nu4,40,Ulm\n");
    const { code, stdout, stderr } = await folder.run(["inspect", "people.csv"]);
    expect(stdout.split("\n")).toEqual([
      "Read people.csv: 4 rows, 3 columns, ',' UTF-8",
      "",
      "column  type      missing  distinct  min  mean  max  distribution",
      "id      text            0         4                  u1 25 %, u2 25 %, u3 25 %, …",
      "age     number          1         3   30    40   50  █    █   █",
      "city    category        0         2                  Bonn 50 %, Ulm 50 %",
      "",
      "id: text, because 4 distinct text values",
      "age: number, because every cell is a number",
      "city: category, because 2 distinct text values",
      "",
    ]);
    expect(stderr).toBe("Next:  chainrule train people.csv --target city\n");
    expect(code).toBe(0);
  });

  test("falls back to ASCII where the locale is not UTF-8", async ({ expect }) => {
    folder.write("plain.csv", "a,b\n1,x\n2,y\n9,x\n9,y\n");
    const { stdout } = await folder.run(["inspect", "plain.csv"], { env: { LANG: "C", LC_CTYPE: "C" } });
    expect([...stdout].filter((character) => character > "~")).toEqual([]);
    expect(stdout).toContain("==       @");
  });

  test("reads a byte order mark, semicolons, Windows line ends, quotes and line breaks in cells", async ({
    expect,
  }) => {
    folder.write("windows.csv", '\ufeff"na;me";note;n\r\n"a ""b""";"two\r\nlines";1\r\n\r\nc;d;2\r\n');
    const { stdout } = await folder.run(["inspect", "windows.csv", "--json"]);
    const { table, columns } = parse(stdout);
    expect(table).toMatchObject({ rows: 2, columns: 3, delimiter: ";", encoding: "UTF-8 with BOM" });
    expect(columns.map(({ name }) => name)).toEqual(["na;me", "note", "n"]);
    expect(stdout).toContain('a \\"b\\"');
    expect(stdout).toContain("two\\r\\nlines");
  });

  test("reads tabs from standard input, and takes --delimiter over its own guess", async ({ expect }) => {
    folder.write("odd.csv", "a|b\n1|2\n");
    const [tabs, given] = await Promise.all([
      folder.run(["inspect", "-", "--json"], { input: "a\tb\n1\t2\n" }),
      folder.run(["inspect", "odd.csv", "--delimiter", "|", "--json"]),
    ]);
    expect(parse(tabs.stdout).table).toMatchObject({ rows: 1, columns: 2, delimiter: "\t" });
    expect(parse(given.stdout).table).toMatchObject({ rows: 1, columns: 2, delimiter: "|" });
  });

  test("warns of constant columns, copies, row numbers and names that are numbers", async ({ expect }) => {
    folder.write("odd2.csv", "n,same,a,copy,\n1,5,0.5,0.5,x\n2,5,0.1,0.1,y\n3,5,0.7,0.7,x\n");
    folder.write("headless.csv", "1,2\n3,4\n");
    const [odd, headless] = await Promise.all([
      folder.run(["inspect", "odd2.csv", "--json", "-q"]),
      folder.run(["inspect", "headless.csv", "--json", "-q"]),
    ]);
    expect(parse(odd.stdout).warnings).toEqual([
      "odd2.csv: columns without a name are called column_5",
      "1 column has the same value in every row and teaches nothing: same",
      'column "copy" is a copy of "a"',
      'column "n" only counts the rows; --ignore n leaves it out of a training',
    ]);
    expect(parse(headless.stdout).warnings[0]).toContain("is the header missing?");
  });
});

describe("inspect of models", () => {
  const table = `a,b,c\n${Array.from({ length: 60 }, (_, row) => `${row},${row % 7},${row < 30 ? "low" : "high"}\n`).join("")}`;

  test("a run tells its layers, its table and its training", async ({ expect }) => {
    folder.write("small.csv", table);
    const train = ["train", "small.csv", "--target", "c", "--epochs", "3", "--hidden", "4", "--seed", "1"];
    expect((await folder.run([...train, "--out", "run"])).code).toBe(0);
    const [{ code, stdout, stderr }, json] = await Promise.all([
      folder.run(["inspect", "run"]),
      folder.run(["inspect", "run/model.safetensors", "--json"]),
    ]);
    expect(stdout).toContain("22 parameters\n");
    expect(stdout).toContain("\nTrained with adam on sparseCategoricalCrossentropy: 3 epochs\n");
    expect(stdout).toContain("\nPredicts c (classification, one of high, low)\nFrom 2 columns: a, b\n");
    expect(stderr).toBe("Next:  chainrule evaluate run NEW.csv\n       chainrule predict run NEW.csv\n");
    expect(code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: "chainrule.inspect/1",
      table: null,
      columns: null,
      model: { layers: [{ outputShape: [4] }, { outputShape: [2] }], card: { target: "c" } },
    });
  });
  test("a functional model takes the place of a run's, with what its optimizer remembers", async ({ expect }) => {
    const x = input({ shape: [2] });
    const hidden = apply(dense({ units: 3, activation: "relu" }), x);
    const outputs = apply(dense({ units: 2, activation: "softmax" }), hidden);
    const model = functional({ inputs: x, outputs }, { seed: 1 });
    model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
    await model.fit(
      [
        [0, 1],
        [1, 0],
      ],
      [0, 1],
      { epochs: 2 },
    );
    const { labels, metadata } = await loadModel(folder.at("run/model.safetensors"));
    model.labels = labels;
    model.metadata = metadata;
    await model.save(folder.at("functional.safetensors"));
    const [inspected, evaluated, predicted] = await Promise.all([
      folder.run(["inspect", "functional.safetensors"]),
      folder.run(["evaluate", "functional.safetensors", "small.csv"]),
      folder.run(["predict", "functional.safetensors", "small.csv"]),
    ]);
    expect(inspected.stdout).toContain("functional, seed 1\n");
    expect(evaluated.stdout).toMatch(/^60 rows: accuracy /);
    expect(predicted.stdout.trimEnd().split("\n")).toHaveLength(61);
  });
  test("a model that is for no table is described without one", async ({ expect }) => {
    await sequential([dense({ units: 2, inputShape: [3] })], { seed: 1 }).save(folder.at("bare.safetensors"));
    const { code, stdout } = await folder.run(["inspect", "bare.safetensors"]);
    expect(stdout).toContain("8 parameters\n\nIt says nothing of how it was trained.\n");
    expect(code).toBe(0);
  });
});
