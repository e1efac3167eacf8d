// The arithmetic behind the tables.
import { describe, expect, test } from "vitest";
import { median, medianRatio } from "../src/harness/statistics.ts";

describe("median", () => {
  test("is the middle of an odd number of values, in any order", () => {
    expect(median([9, 1, 5])).toBe(5);
  });
  test("is the mean of the two middle ones of an even number", () => {
    expect(median([10, 1, 4, 2])).toBe(3);
  });
  test("of nothing is no number", () => {
    expect(median([])).toBeNaN();
  });
});

describe("medianRatio", () => {
  test("compares within each round, so that a machine that becomes slower changes nothing", () => {
    expect(medianRatio([2, 20, 200], [1, 10, 100])).toBe(2);
  });
  test("uses only the rounds that both have", () => {
    expect(medianRatio([2, 4, 100], [1, 2])).toBe(2);
  });
});
