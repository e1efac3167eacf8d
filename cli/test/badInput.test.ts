// Each kind of bad input ends with its own code, the evidence and a way out, and nothing is written.
import { mkdirSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, Folder } from "./command.ts";

const folder = new Folder();
const table = (rows: readonly string[]): string => `${rows.join("\n")}\n`;
const numbers = (count: number, line: (row: number) => string): string[] =>
  Array.from({ length: count }, (_, row) => line(row));

interface Case {
  readonly title: string;
  readonly file: string;
  readonly content?: string | Uint8Array;
  /** Words after the file's name; `--target y` unless given. */
  readonly words?: readonly string[];
  readonly exit: number;
  /** The whole of standard error, or what it must match. */
  readonly error: string | RegExp;
}

const cases: readonly Case[] = [
  {
    title: "a missing file, with the nearest name",
    file: "chrun.csv",
    exit: 3,
    error: 'error CR-D002: there is no file chrun.csv\n  Did you mean "churn.csv"?\n',
  },
  {
    title: "a folder",
    file: "tables",
    exit: 3,
    error: "error CR-D006: tables is a folder, not a table\n",
  },
  {
    title: "an empty file",
    file: "empty.csv",
    content: "",
    exit: 3,
    error:
      "error CR-D005: empty.csv is empty (0 bytes)\n  Try:  give a file with a line of column names and at least one row\n",
  },
  {
    title: "a header without rows",
    file: "header.csv",
    content: "a,y\n",
    exit: 3,
    error: /^error CR-D008: header\.csv has column names \(2\) but no row below them\n/,
  },
  {
    title: "a file of empty lines",
    file: "blank.csv",
    content: "\n\r\n\n",
    exit: 3,
    error: /^error CR-D008: blank\.csv has only empty lines\n/,
  },
  {
    title: "a binary file",
    file: "binary.csv",
    content: new Uint8Array([97, 44, 121, 10, 0, 1, 2]),
    exit: 3,
    error: /^error CR-D007: binary\.csv is not a text table: it is binary \(byte 5 is 0\)\n/,
  },
  {
    title: "an Excel workbook",
    file: "book.csv",
    content: new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0]),
    exit: 3,
    error: /it is a ZIP archive or an Excel workbook\n {2}Try: {2}save it as CSV/,
  },
  {
    title: "another encoding than UTF-8, with its line",
    file: "latin.csv",
    content: Buffer.from("a,y\n1,2\nK\u00f6ln,3\n", "latin1"),
    exit: 3,
    error:
      /^error CR-D009: latin\.csv is not UTF-8 text: it has bytes of another encoding on line 3\n {2}Try: {2}iconv /,
  },
  {
    title: "a ragged line, with the lines around it",
    file: "ragged.csv",
    content: table(["a,b,y", "1,2,3", "4,5", "6,7,8"]),
    exit: 3,
    error: [
      "error CR-D003: ragged.csv line 3 has 2 fields, expected 3",
      "  2 | 1,2,3",
      "  3 | 4,5",
      "  Try:  give the line as many cells as the header has",
      "",
    ].join("\n"),
  },
  {
    title: "a quote that is never closed, with a mark below it",
    file: "quote.csv",
    content: table(["id,city,y", "1,Berlin,3", '2,"K\u00f6ln, S\u00fcd,4', "3,Bonn,5"]),
    exit: 3,
    error: [
      "error CR-D004: quote.csv line 3 has a broken quote",
      "  2 | 1,Berlin,3",
      '  3 | 2,"K\u00f6ln, S\u00fcd,4',
      "        ^ quote opened here is never closed",
      "  Try:  close the quote",
      "",
    ].join("\n"),
  },
  {
    title: "a quote inside a cell",
    file: "inch.csv",
    content: table(["a,y", '5" pipe,1']),
    exit: 3,
    error:
      /^error CR-D004: inch\.csv line 2 has a broken quote\n {2}1 \| a,y\n {2}2 \| 5" pipe,1\n {7}\^ this quote stands inside a cell\n/,
  },
  {
    title: "two columns of one name",
    file: "twice.csv",
    content: table(["a,b,a,y", "1,2,3,4"]),
    exit: 3,
    error: /^error CR-D010: twice\.csv has two columns named "a"\n {2}columns 1 and 3 of line 1\n/,
  },
  {
    title: "a target that is not there, with the nearest name and the whole command",
    file: "churn.csv",
    words: ["--target", "churn"],
    exit: 3,
    error: [
      'error CR-D012: no column "churn" in churn.csv',
      '  Did you mean "churned"?   Columns: customer, age, churned',
      "  Try:  chainrule train churn.csv --target churned",
      "",
    ].join("\n"),
  },
  {
    title: "a target with one value",
    file: "constant.csv",
    content: table(["a,y", ...numbers(30, (row) => `${row},yes`)]),
    exit: 3,
    error: /^error CR-D013: target "y" has one value in all of 30 rows: "yes"\n/,
  },
  {
    title: "a target with a class for every row",
    file: "classes.csv",
    content: table(["a,y", ...numbers(10_000, (row) => `${row},name ${row}`)]),
    exit: 3,
    error: /^error CR-D017: target "y" has 10,000 classes in 10,000 rows\n/,
  },
  {
    title: "a cell that is no number, with line, column and value",
    file: "word.csv",
    content: table(["a,b,y", "1,2,0", "3,four,1", "5,6,0", "7,8,1"]),
    exit: 3,
    error: [
      'error CR-D011: word.csv line 3, column "b": "four" is not a number',
      "  3 cells of this column are numbers, 1 not",
      "  Try:  correct the cell",
      "        leave the column out: --ignore b",
      "",
    ].join("\n"),
  },
  {
    title: "columns of text, all of them at once",
    file: "text.csv",
    content: table(["a,island,sex,y", "1,Dream,,0", "2,Dream,male,1", "3,Biscoe,female,0", "4,Dream,male,1"]),
    exit: 3,
    error: [
      "error CR-D022: columns island, sex are text in text.csv, and only numbers can be learned from",
      '  line 2, column "island": "Dream"',
      '  line 3, column "sex": "male"',
      "  Try:  write them as numbers",
      "        leave the columns out: --ignore island,sex",
      "",
    ].join("\n"),
  },
  {
    title: "a decimal comma",
    file: "comma.csv",
    content: table(["a;y", "1,5;0", "2;1", "3;0", "4;1"]),
    exit: 3,
    error: /^error CR-D011: comma\.csv line 2, column "a": "1,5" is not a number\n[\s\S]*write a decimal point: 1\.5\n/,
  },
  {
    title: "missing cells, with their lines",
    file: "missing.csv",
    content: table(["a,b,y", "1,2,0", "3,NA,1", "5,,0", "7,8,1"]),
    exit: 3,
    error: [
      'error CR-D014: column "b" has 2 missing cells in missing.csv',
      "  lines 3, 4",
      '  "NA" says that there is no value',
      "  Try:  fill the cells or leave these lines out of the table",
      "        leave the column out: --ignore b",
      "",
    ].join("\n"),
  },
  {
    title: "NaN, which says that there is no value",
    file: "nan.csv",
    content: table(["a,y", "1,0", "NaN,1", "3,0", "4,1"]),
    exit: 3,
    error: /^error CR-D014: column "a" has 1 missing cell in nan\.csv\n {2}line 3\n {2}"NaN" says/,
  },
  {
    title: "a missing target",
    file: "unlabelled.csv",
    content: table(["a,y", "1,no", "2,", "3,yes", "4,no"]),
    exit: 3,
    error: /^error CR-D014: target "y" has 1 missing cell in unlabelled\.csv\n {2}line 3\n {2}the cell is empty\n/,
  },
  {
    title: "an infinite number",
    file: "infinite.csv",
    content: table(["a,y", "1,0", "Infinity,1", "3,0", "4,1"]),
    exit: 3,
    error: /^error CR-D015: infinite\.csv line 3, column "a": "Infinity" is not a finite 32-bit number\n/,
  },
  {
    title: "a number too large for 32 bits",
    file: "huge.csv",
    content: table(["a,y", "1,0", "1e39,1", "3,0", "4,1"]),
    exit: 3,
    error: /^error CR-D015: huge\.csv line 3, column "a": "1e39" is not a finite 32-bit number\n/,
  },
  {
    title: "a table of nothing but its target",
    file: "alone.csv",
    content: table(["y", "0", "1", "0", "1"]),
    exit: 3,
    error: /^error CR-D016: alone\.csv has no column to learn "y" from\n/,
  },
];

describe("a table that cannot be learned from ends with exit code 3:", () => {
  const ended = new Map<string, Promise<Ended>>();
  beforeAll(() => {
    mkdirSync(folder.at("tables"));
    folder.write("churn.csv", table(["customer,age,churned", ...numbers(30, (row) => `${row},${row},${row % 2}`)]));
    // Two at a time: the processes, not the waiting, take the time.
    let before: [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()];
    for (const { title, file, content, words = ["--target", "y"] } of cases) {
      if (content !== undefined) folder.write(file, content);
      const run = before[0].then(() => folder.run(["train", file, ...words]));
      ended.set(title, run);
      before = [before[1], run];
    }
  });
  afterAll(() => folder.remove());

  test.each(cases)("$title", async ({ title, exit, error }) => {
    const { code, stdout, stderr } = (await ended.get(title)) ?? { code: null, stdout: "", stderr: "" };
    const lines = stderr.split("\n").filter((line) => !line.startsWith("Read ") && !line.startsWith("Target "));
    if (typeof error === "string") expect(lines.join("\n")).toBe(error);
    else expect(lines.join("\n")).toMatch(error);
    expect(stdout).toBe("");
    expect(code).toBe(exit);
  });

  test("and no run is left behind", async () => {
    await Promise.all(ended.values());
    expect(readdirSync(folder.path)).not.toContain("runs");
  });
});
