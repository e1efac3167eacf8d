// The digits come with the package, complete and as scikit-learn has them.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseDigits, readText } from "../../src/data/index.ts";
import { digits } from "../../src/index.ts";
import { goldenArray, goldenRecord } from "../golden/goldenCases.ts";

describe("digits", () => {
  test("are 1,797 rows of 64 pixels from 0 to 1, of ten classes", async () => {
    const { x, y, labels, featureNames, description } = await digits();
    expect([x.shape, y.shape, featureNames.length]).toEqual([[1797, 64], [1797], 64]);
    expect(x.data).toBeInstanceOf(Float32Array);
    expect([Math.min(...x.data), Math.max(...x.data)]).toEqual([0, 1]);
    expect(labels).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    const counts = labels.map((_, label) => [...y.data].filter((value) => value === label).length);
    // As scikit-learn's description of the data set lists them.
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    expect(description).toContain("CC BY 4.0");
  });

  test("have the pixels and labels that scikit-learn loads", async () => {
    const { x, y } = await digits();
    const text = readFileSync(new URL("../golden/training.json", import.meta.url), "utf8");
    const golden = goldenRecord(goldenRecord(JSON.parse(text)).digits);
    const pixels = goldenArray(golden.pixels_0_to_16);
    const [rows = 0] = pixels.shape;
    const first = Number(golden.first_row);
    expect([...x.rows(first, first + rows).data].map((value) => value * 16)).toEqual([...pixels.data]);
    expect([...y.rows(first, first + rows).data]).toEqual([...goldenArray(golden.labels).data]);
  });

  test("that are damaged are refused with the line", () => {
    expect(() => parseDigits("a,b,digit\n1,2,3\n1,2\n")).toThrow("line 3: the table of digits is damaged: got 1,2");
    expect(() => parseDigits("a,b,digit\n1,x,3\n")).toThrow("line 2");
  });

  test("that are missing are named", async () => {
    await expect(readText(new URL("./missing.csv", import.meta.url))).rejects.toThrow(
      /missing\.csv: the data set cannot be read/,
    );
  });
});
