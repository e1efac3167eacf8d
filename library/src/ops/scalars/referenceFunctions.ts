// Functions of float64 numbers that JavaScript's Math lacks, for the references of operations.

/** The nearest whole number, ties to even, as IEEE 754 and WebAssembly round; keeps the sign of zero, infinities and NaN. */
export function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const distance = x - below;
  if (!Number.isFinite(x) || distance === 0) return x;
  const goesDown = distance < 0.5 || (distance === 0.5 && below % 2 === 0);
  const whole = goesDown ? below : below + 1;
  return whole === 0 && x < 0 ? -0 : whole;
}

/**
 * The error function 2 / sqrt(pi) * integral of e^-t^2 from 0 to x, to about 10^-15 of itself.
 *
 * Up to 2 it is the series of positive terms 2 / sqrt(pi) * e^-x^2 * sum of 2^n x^(2n+1) / (1 * 3 * ... * (2n+1)); beyond,
 * one less the continued fraction of its complement (Abramowitz and Stegun, 7.1.6 and 7.1.14).
 */
export function erf64(x: number): number {
  const size = Math.abs(x);
  if (!(size > 2)) return seriesOfErf(x);
  return Math.sign(x) * (1 - erfc64(size));
}

/** 1 - erf(x), to about 10^-14 of itself for x >= 1; below, to about 10^-15 of 1. */
export function erfc64(x: number): number {
  if (!(x >= 1)) return 1 - erf64(x);
  if (x > 27) return Math.exp(-x * x);
  let fraction = 0;
  for (let k = 150; k >= 1; k -= 1) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

function seriesOfErf(x: number): number {
  const doubledSquare = 2 * x * x;
  let term = 1;
  let sum = 1;
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= doubledSquare / odd;
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum * x;
}
