// The fused multiplication and addition of float32 numbers, against exact arithmetic in whole numbers.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fusedMultiplyAdd } from "../../../src/ops/scalars/index.ts";
import { bitsOfFloat, floatOfBits } from "./ulps.ts";

/** A float32 number as a whole multiple of 2^-300, exactly. */
function whole(value: number, unit: number): bigint {
  return BigInt(value * 2 ** unit) << BigInt(300 - unit);
}

const exactly = (value: number): bigint => (Math.abs(value) < 1 ? whole(value, 149) : whole(value, 24));

/** No float32 number is nearer to the exact result, and of two that are as near the even one is taken. */
function isRounded(result: number, a: number, b: number, c: number): boolean {
  const exact = ((exactly(a) * exactly(b)) >> 300n) + exactly(c);
  const distance = (value: number): bigint => {
    const difference = exactly(value) - exact;
    return difference < 0n ? -difference : difference;
  };
  const own = distance(result);
  const bits = bitsOfFloat(result);
  return [bits - 1, bits + 1]
    .map(floatOfBits)
    .filter((value) => Number.isFinite(value))
    .every((value) => own < distance(value) || (own === distance(value) && (bits & 1) === 0) || value === 0);
}

describe("fusedMultiplyAdd", () => {
  it("rounds the exact result once", () => {
    const factor = fc.float({ min: Math.fround(2 ** -60), max: Math.fround(2 ** 40), noNaN: true });
    const term = fc.float({ min: -Math.fround(2 ** 60), max: Math.fround(2 ** 60), noNaN: true });
    fc.assert(
      fc.property(factor, factor, term, (a, b, c) => {
        fc.pre(exactly(a) * exactly(b) === ((exactly(a) * exactly(b)) >> 300n) << 300n);
        expect(isRounded(fusedMultiplyAdd(a, b, c), a, b, c)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("rounds once where float64 ends in a tie of float32", () => {
    // 8384513 * 8392705 is 2^46 + 1: the product is 2^-24 + 2^-70, little more than half the distance of neighbours.
    expect(fusedMultiplyAdd(8384513 * 2 ** -35, 8392705 * 2 ** -35, 1)).toBe(1 + 2 ** -23);
    // The product is 2^-24 - 2^-64, little less than that half.
    expect(fusedMultiplyAdd(2 ** -24 * (1 + 2 ** -20), 1 - 2 ** -20, 1 + 2 ** -23)).toBe(1 + 2 ** -23);
    expect(fusedMultiplyAdd(-(2 ** -24) * (1 + 2 ** -20), 1 - 2 ** -20, -1 - 2 ** -23)).toBe(-1 - 2 ** -23);
    expect(fusedMultiplyAdd(2 ** -40, 2 ** -40, 1)).toBe(1);
    expect(fusedMultiplyAdd(-(2 ** -40), 2 ** -40, 1)).toBe(1);
  });

  it("has the zeros, infinities and NaN of float32", () => {
    expect(fusedMultiplyAdd(-1, 0, -0)).toBe(-0);
    expect(fusedMultiplyAdd(1, 1, -1)).toBe(0);
    expect(fusedMultiplyAdd(3e38, 10, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(fusedMultiplyAdd(Number.POSITIVE_INFINITY, 0, 1)).toBe(Number.NaN);
    expect(fusedMultiplyAdd(Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY)).toBe(Number.NaN);
    expect(fusedMultiplyAdd(3e38, 2, -3e38)).toBe(Math.fround(3e38));
  });
});
