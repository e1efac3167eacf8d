// What peers share that bring no shuffling, no initial kernels and no scores of their own.
import { describe, expect, test } from "vitest";
import { generator, glorotUniform, scoreProbabilities, shuffled } from "../peers/rows.ts";

describe("shuffled", () => {
  test("holds every row of the part once", () => {
    const order = shuffled({ first: 10, count: 100 }, generator(1));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => 10 + index));
  });
  test("differs from epoch to epoch and is the same for the same seed", () => {
    const [random, again] = [generator(7), generator(7)];
    const first = shuffled({ first: 0, count: 50 }, random);
    expect(shuffled({ first: 0, count: 50 }, again)).toEqual(first);
    expect(shuffled({ first: 0, count: 50 }, random)).not.toEqual(first);
  });
});

test("initial kernels fill Glorot's range and stay in it", () => {
  const kernel = glorotUniform(64, 128, generator(3));
  const limit = Math.sqrt(6 / 192);
  expect(Math.max(...kernel)).toBeLessThanOrEqual(Math.fround(limit));
  expect(Math.max(...kernel)).toBeGreaterThan(0.99 * limit);
  expect(Math.min(...kernel)).toBeLessThan(-0.99 * limit);
});

test("the score is the mean cross-entropy and the share of right rows", () => {
  const { loss, accuracy } = scoreProbabilities([0.5, 0.25, 0.25, 0.5, 0.25, 0.25], Int32Array.of(0, 2), 3);
  expect(loss).toBeCloseTo(Math.log(2) / 2 + Math.log(4) / 2, 12);
  expect(accuracy).toBe(0.5);
});
