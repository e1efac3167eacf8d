// The power formula against float64: its special cases, and pairs from everywhere.
import { describe, expect, it } from "vitest";
import { compileScalar, power, type ScalarPrecision } from "../../../src/ops/scalars/index.ts";
import { Random } from "../../../src/tensor/index.ts";
import { floatOperand } from "./float32Functions.ts";
import { floatOfBits, ulpError } from "./ulps.ts";

const node = power(floatOperand(0), floatOperand(1)).node;
const precisions = ["float32", "fusedFloat32"] as const;

const specials = [
  ...[0, 0.5, 1, 1.5, 2, 3, 7, 127, 128, 149, 150, 151, 1 / 3, 1e-45, 2 ** -126, 1e-40, 1e10, 1e30, 3.4028235e38],
  ...[0.99999994, 1.0000001, 8388607, 8388607.5, 8388609, 16777215, 16777216, 16777218, 2 ** 31, Infinity],
].flatMap((x) => [Math.fround(x), -Math.fround(x)]);

function worst(precision: ScalarPrecision, pairs: Iterable<readonly [number, number]>) {
  const compute = compileScalar(node, precision);
  let [largest, at] = [0, ""];
  for (const [x, y] of pairs) {
    const error = ulpError(compute([x, y]), x ** y);
    if (error > largest) [largest, at] = [error, `${x} to the power ${y}`];
  }
  return { largest, at };
}

/** Pairs whose power has a logarithm to base 2 between -155 and 135, for bases between two bit patterns. */
function* pairsInRange(random: Random, low: number, high: number, count: number): Generator<[number, number]> {
  for (let pair = 0; pair < count; pair += 1) {
    const x = floatOfBits(low + random.integer(high - low));
    yield [x, Math.fround(random.uniform(-155, 135) / Math.log2(x))];
  }
}

function* pairsOfBits(random: Random, count: number): Generator<[number, number]> {
  for (let pair = 0; pair < count; pair += 1) yield [floatOfBits(random.bits()), floatOfBits(random.bits())];
}

function* wholePowers(random: Random, count: number): Generator<[number, number]> {
  for (let pair = 0; pair < count; pair += 1) yield [floatOfBits(random.bits()), random.integer(61) - 30];
}

describe("power", () => {
  it("has the special cases of Math.pow", () => {
    const compute = compileScalar(node, "float32");
    const all = [...specials, Number.NaN];
    for (const x of all) {
      for (const y of all) {
        const exact = x ** y;
        const special = exact === 0 || !Number.isFinite(exact) || exact === 1;
        if (special) expect(compute([x, y]), `${x} to the power ${y}`).toBe(exact);
      }
    }
  });

  it.each(precisions)("is within 2 ulp for special numbers, in %s", (precision) => {
    const { largest, at } = worst(
      precision,
      specials.flatMap((x) => specials.map((y) => [x, y] as const)),
    );
    expect(largest, at).toBeLessThanOrEqual(2);
  });

  it.each(precisions)("is within 2 ulp for numbers of all sizes, in %s", (precision) => {
    const random = new Random(1);
    for (const pairs of [
      pairsOfBits(random, 40_000),
      wholePowers(random, 40_000),
      pairsInRange(random, 1, 0x7f800000, 100_000),
    ]) {
      const { largest, at } = worst(precision, pairs);
      expect(largest, at).toBeLessThanOrEqual(2);
    }
  });

  it.each(precisions)("is within 2 ulp for bases near 1 and large exponents, in %s", (precision) => {
    const random = new Random(2);
    const near = 0x3f800000;
    for (const width of [0x800000, 0x10000, 0x100]) {
      const { largest, at } = worst(precision, pairsInRange(random, near - width, near + 2 * width, 50_000));
      expect(largest, at).toBeLessThanOrEqual(2);
    }
  });

  it.each(precisions)("is within 2 ulp for denormal bases, in %s", (precision) => {
    const { largest, at } = worst(precision, pairsInRange(new Random(3), 1, 0x800000, 50_000));
    expect(largest, at).toBeLessThanOrEqual(2);
  });

  it("gives whole powers of small whole numbers exactly", () => {
    const compute = compileScalar(node, "float32");
    for (let base = -15; base <= 15; base += 1) {
      for (let exponent = 0; exponent <= 6; exponent += 1) {
        if (Math.abs(base ** exponent) < 2 ** 22) expect(compute([base, exponent])).toBe(base ** exponent);
      }
    }
  });
});
