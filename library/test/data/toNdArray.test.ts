// Arrays from whatever users have; what is no number is refused with the row where it stands.
import { describe, expect, test } from "vitest";
import { type ArrayInput, checkFinite, takeRows, toNdArray } from "../../src/data/index.ts";
import { DataError, NdArray } from "../../src/tensor/index.ts";

/** Data of unknown origin, as a program without types would pass them. */
const untyped = (json: string): ArrayInput => JSON.parse(json);

describe("toNdArray", () => {
  test("takes nested lists, in float64 so that nothing is lost", () => {
    const array = toNdArray([
      [0.1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect([array.shape, array.data]).toEqual([[3, 2], Float64Array.of(0.1, 2, 3, 4, 5, 6)]);
    expect(toNdArray([[[1], [2]]]).shape).toEqual([1, 2, 1]);
    expect(toNdArray([1, 2, 3]).shape).toEqual([3]);
  });
  test("takes lists of typed arrays", () => {
    expect(toNdArray([Float32Array.of(1, 2), Uint8Array.of(3, 4)]).toNested()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
  test("takes typed arrays, with a shape if one is given, without copying those whose memory fits", () => {
    const data = Float32Array.of(1, 2, 3, 4);
    expect(toNdArray(data).shape).toEqual([4]);
    const array = toNdArray(data, { shape: [2, 2] });
    expect(array.data).toBe(data);
    expect(toNdArray(Uint8Array.of(1, 255)).data).toEqual(Int32Array.of(1, 255));
    expect(toNdArray(Uint32Array.of(4294967295)).data).toEqual(Float64Array.of(4294967295));
  });
  test("gives an NdArray back as it is", () => {
    const array = new NdArray(Int32Array.of(1), [1]);
    expect(toNdArray(array)).toBe(array);
    expect(toNdArray(array, { shape: [1, 1] }).shape).toEqual([1, 1]);
  });

  test.each([
    ["[[1,2],[3],[4,5]]", "x: row 1 has another length: got 1, expected 2 values as in row 0"],
    ["[[1],[2,3]]", "x: row 1 has another length: got 2, expected 1 value as in row 0"],
    ['[[1,2],[3,"4.5"]]', 'x: row 1, column 1: got "4.5", expected a number'],
    ["[[1,2],[3,null]]", "x: row 1, column 1: got null, expected a number"],
    ["[[1,2],3]", "x: row 1: got 3, expected a list of 2"],
    ["[1,[2]]", "x: row 1: got a list of 1, expected a number"],
    ["[[1,[2]],[3,4]]", "x: row 0, column 1: got a list of 1, expected a number"],
    ['[{"a":1}]', "x: row 0: got an object, expected a number"],
    ["[[[1],[2]],[[3],[4,5]]]", "x: row 1, column 1 has another length: got 2, expected 1 value as in row 0"],
    ['"text"', 'x: is no data: got "text", expected an NdArray, a typed array or lists'],
    ["null", "x: is no data: got null, expected an NdArray, a typed array or lists"],
  ])("%s is refused", (json, message) => {
    expect(() => toNdArray(untyped(json), { name: "x" })).toThrow(new DataError(message).message);
    expect(() => toNdArray(untyped(json), { name: "x" })).toThrow(DataError);
  });
  test("a shape that does not fit is refused", () => {
    expect(() => toNdArray([1, 2, 3], { shape: [2, 2], name: "y" })).toThrow(
      "y: the number of values does not fit the shape: got 3 values, expected 4 for [2,2]",
    );
  });
});

describe("checkFinite", () => {
  test.each([
    [
      [
        [1, 2],
        [3, Number.NaN],
      ],
      "row 1, column 1: got NaN, expected a finite number",
    ],
    [[[1, Number.POSITIVE_INFINITY]], "row 0, column 1: got Infinity"],
    [[1, 2, Number.NEGATIVE_INFINITY], "row 2: got -Infinity"],
    [[], "is empty: got shape [0], expected at least one row"],
    [[[]], "is empty: got shape [1,0]"],
  ])("%j is refused", (value, message) => {
    expect(() => checkFinite(toNdArray(value), "x")).toThrow(`x: ${message}`);
  });
  test("ordinary, tiny and huge numbers pass", () => {
    expect(checkFinite(toNdArray([0, -0, 5e-324, 1.7e308, -1e-300]), "x")).toBeUndefined();
  });
});

test("takeRows copies rows in the order asked for, and refuses others", () => {
  const array = new NdArray(Int32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
  expect(takeRows(array, [2, 0, 2])).toEqual(new NdArray(Int32Array.of(5, 6, 1, 2, 5, 6), [3, 2]));
  expect(() => takeRows(array, [3])).toThrow("row is outside of the array: got 3, expected 0 to 2");
});
