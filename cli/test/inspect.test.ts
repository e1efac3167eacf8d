// chainrule inspect: tables in all their spellings, profiled column by column.
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
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
    expect(stdout).toMatch(/^[\x00-\x7f]*$/);
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
