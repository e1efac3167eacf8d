// Splits: every row in exactly one part, the same under the same seed, classes in proportion where that is asked for.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trainTestSplit } from "../../src/data/index.ts";
import { NdArray } from "../../src/tensor/index.ts";

function table(rows: number): { x: NdArray; y: NdArray } {
  const x = Float32Array.from({ length: rows * 2 }, (_, index) => index);
  const y = Int32Array.from({ length: rows }, (_, row) => row % 3);
  return { x: new NdArray(x, [rows, 2]), y: new NdArray(y, [rows]) };
}

test("every row is in exactly one part, with its target, whatever the size", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 60 }),
      fc.double({ min: 0.05, max: 0.8, noNaN: true }),
      fc.nat(),
      fc.boolean(),
      (rows, testSize, seed, stratify) => {
        const whole = table(rows);
        const { train, test: held, trainIndices, testIndices } = trainTestSplit(whole, { testSize, seed, stratify });
        expect([...trainIndices, ...testIndices].sort((a, b) => a - b)).toEqual(
          Array.from({ length: rows }, (_, i) => i),
        );
        expect(testIndices.length).toBe(Math.ceil(rows * testSize));
        trainIndices.forEach((row, at) => {
          expect([train.x.at(at, 0), train.x.at(at, 1), train.y.at(at)]).toEqual([row * 2, row * 2 + 1, row % 3]);
        });
        testIndices.forEach((row, at) => {
          expect([held.x.at(at, 0), held.y.at(at)]).toEqual([row * 2, row % 3]);
        });
      },
    ),
  );
});

describe("seeds", () => {
  test("the same seed gives the same split, another seed another one", () => {
    const split = (seed: number) => [...trainTestSplit(table(50), { seed }).testIndices];
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });
  test("without a seed, the seed that was drawn gives the split again", () => {
    const first = trainTestSplit(table(50));
    expect(trainTestSplit(table(50), { seed: first.seed }).testIndices).toEqual(first.testIndices);
  });
  test("known rows: splits do not change from version to version", () => {
    expect([...trainTestSplit(table(10), { seed: 42, testSize: 3 }).testIndices]).toMatchInlineSnapshot(`
      [
        9,
        1,
        3,
      ]
    `);
  });
});

describe("stratify", () => {
  test("keeps the share of each class, largest remainders first", () => {
    const labels = [...new Array(70).fill(0), ...new Array(20).fill(1), ...new Array(10).fill(2)];
    const x = labels.map((_, row) => [row]);
    const { train, test: held } = trainTestSplit({ x, y: labels }, { testSize: 0.24, seed: 3, stratify: true });
    const count = ({ data }: NdArray, label: number): number => [...data].filter((value) => value === label).length;
    expect([0, 1, 2].map((label) => count(held.y, label))).toEqual([17, 5, 2]);
    expect([0, 1, 2].map((label) => count(train.y, label))).toEqual([53, 15, 8]);
    // Mixed, not class by class.
    expect(train.y.toNested()).not.toEqual([...train.y.data].sort());
  });
  test("needs two rows of each class, and labels", () => {
    expect(() => trainTestSplit({ x: [[1], [2], [3]], y: [0, 0, 1] }, { stratify: true, seed: 1 })).toThrow(
      "stratify needs at least two rows of each target value: got one row with 1",
    );
    const oneHot = {
      x: [[1], [2]],
      y: [
        [0, 1],
        [1, 0],
      ],
    };
    expect(() => trainTestSplit(oneHot, { stratify: true })).toThrow("one target value for each row");
  });
});

test.each([0, 1.5, 10, -1, Number.NaN])("a test size of %s for ten rows is refused", (testSize) => {
  expect(() => trainTestSplit(table(10), { testSize })).toThrow(/testSize: got .*, expected a share between 0 and 1/);
});

test("x and y must have the same number of rows", () => {
  expect(() => trainTestSplit({ x: [[1], [2]], y: [1] })).toThrow("different numbers of rows: got 2 and 1");
});
