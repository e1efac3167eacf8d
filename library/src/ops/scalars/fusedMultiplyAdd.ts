// Multiplication and addition of float32 numbers with one rounding, as machines with relaxed SIMD compute them.

const wide = new Float64Array(1);
const words = new Uint32Array(wide.buffer);
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const [low, high] = littleEndian ? [0, 1] : [1, 0];

/**
 * `a * b + c` for float32 numbers, rounded once to float32.
 *
 * The product is exact in float64. The sum is rounded to odd there, which keeps what the second rounding must know
 * (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums", 2008).
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const other = sum - product;
  const error = product - (sum - other) + (c - other);
  if (error === 0 || Number.isNaN(error)) return Math.fround(sum);
  return Math.fround(roundToOdd(sum, error));
}

/** `sum`, or where its last bit is even, its neighbour on the side of `error`. */
function roundToOdd(sum: number, error: number): number {
  wide[0] = sum;
  const lowWord = words[low] ?? 0;
  if (lowWord % 2 === 1) return sum;
  const outward = error > 0 === sum > 0;
  if (outward || lowWord > 0) words[low] = outward ? lowWord + 1 : lowWord - 1;
  else {
    words[low] = 0xffffffff;
    words[high] = (words[high] ?? 0) - 1;
  }
  return wide[0] ?? Number.NaN;
}
