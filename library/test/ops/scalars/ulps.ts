// Errors of float32 numbers in units in the last place, and the bits of float32 numbers.

const narrow = new Float32Array(1);
const narrowBits = new Uint32Array(narrow.buffer);
const wide = new Float64Array(1);
const wideWords = new Uint32Array(wide.buffer);
wide[0] = 1;
const highWord = wideWords[1] === 0 ? 0 : 1;

/** The float32 number with these 32 bits. */
export function floatOfBits(bits: number): number {
  narrowBits[0] = bits;
  return narrow[0] ?? 0;
}

/** The 32 bits of a number rounded to float32. */
export function bitsOfFloat(x: number): number {
  narrow[0] = x;
  return narrowBits[0] ?? 0;
}

/** Distances between neighbours in float32, by the 11 bits of a float64's exponent. */
const spacings = Float64Array.from({ length: 2048 }, (_, exponent) => {
  return 2 ** (Math.min(Math.max(exponent - 1023, -126), 127) - 23);
});

function spacing(x: number): number {
  wide[0] = x;
  return spacings[((wideWords[highWord] ?? 0) >>> 20) & 0x7ff] ?? 0;
}

/**
 * How far a float32 number is from the exact value, in distances between neighbours in float32 there. Infinity counts as
 * 2^128, where rounding arrives at it. NaN must be met by NaN, and a zero must have the sign of the exact value.
 */
export function ulpError(actual: number, exact: number): number {
  if (Number.isNaN(exact)) return Number.isNaN(actual) ? 0 : Number.POSITIVE_INFINITY;
  if (actual === 0) {
    const negative = exact < 0 || Object.is(exact, -0);
    if (Object.is(actual, -0) !== negative) return Number.POSITIVE_INFINITY;
  }
  if (Math.abs(actual) !== Number.POSITIVE_INFINITY) return size(actual - exact) / spacing(exact);
  return actual === Math.fround(exact) ? 0 : size(Math.sign(actual) * 2 ** 128 - exact) / spacing(exact);
}

function size(difference: number): number {
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.abs(difference);
}
