// Random operations: the bits of the generator, the moments of the distributions, and their independence.
import { describe, expect, test } from "vitest";
import { bernoulli, cast, constant, randomNormal, randomUniform } from "../../src/ops/index.ts";
import { Random, threefry2x32 } from "../../src/tensor/index.ts";
import { evaluate } from "./interpret.ts";

const int = (value: number) => constant(value, { dtype: "int32" });
const count = 40_000;

function moments(values: ArrayLike<number>): { mean: number; deviation: number; fourth: number } {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const central = (power: number) => numbers.reduce((sum, x) => sum + (x - mean) ** power, 0) / numbers.length;
  return { mean, deviation: Math.sqrt(central(2)), fourth: central(4) };
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [forA, forB] = [moments(a), moments(b)];
  const products = Array.from(a, (x, at) => (x - forA.mean) * ((b[at] ?? 0) - forB.mean));
  return moments(products).mean / (forA.deviation * forB.deviation);
}

const uniform = (seed: number, step: number, stream: number, word: 0 | 1 = 0) =>
  evaluate(randomUniform(int(seed), int(step), { shape: [count], stream, word })).data;

describe("randomUniform", () => {
  test("gives the upper 24 bits of the words of Threefry with key (seed, stream) and counter (position, step)", () => {
    for (const [seed, step, stream] of [
      [0, 0, 0],
      [-5, 3, 7],
      [2 ** 31 - 1, 1e6, 2 ** 31 - 1],
    ] as const) {
      for (const word of [0, 1] as const) {
        const values = evaluate(randomUniform(int(seed), int(step), { shape: [3, 5], stream, word })).data;
        const expected = Array.from(
          values,
          (_, at) => (threefry2x32([seed, stream], [at, step])[word] >>> 8) * 2 ** -24,
        );
        expect(Array.from(values)).toEqual(expected);
      }
    }
  });
  test("draws at step 0 what the host's generator draws", () => {
    const host = new Random(42, 3);
    const values = evaluate(randomUniform(int(42), int(0), { shape: [9], stream: 3 })).data;
    expect(Array.from(values)).toEqual(Array.from(values, () => host.uniform()));
  });
  test("is uniform in [0, 1)", () => {
    const values = uniform(1, 0, 0);
    const { mean, deviation } = moments(values);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(deviation - Math.sqrt(1 / 12))).toBeLessThan(0.003);
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
  });
  test("differs by seed, step, stream and word, without correlation", () => {
    const draws = [uniform(1, 0, 0), uniform(2, 0, 0), uniform(1, 1, 0), uniform(1, 0, 1), uniform(1, 0, 0, 1)];
    draws.forEach((a, at) => {
      for (const b of draws.slice(at + 1)) expect(Math.abs(correlation(a, b))).toBeLessThan(0.02);
    });
  });
});

describe("randomNormal", () => {
  const values = evaluate(randomNormal(int(7), int(0), { shape: [count] })).data;

  test("has mean 0, deviation 1 and the fourth moment of the normal distribution", () => {
    const { mean, deviation, fourth } = moments(values);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.015);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.15);
  });
  test("is finite", () => {
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe("bernoulli", () => {
  test.each([0, 0.1, 0.5, 1])("is true with probability %f", (probability) => {
    const draws = bernoulli(int(7), int(0), { shape: [count], probability });
    expect(draws.dtype).toBe("bool");
    const share = moments(evaluate(cast(draws, "float")).data).mean;
    expect(Math.abs(share - probability)).toBeLessThanOrEqual(0.01 * Math.sqrt(probability * (1 - probability)) * 2);
  });
});
