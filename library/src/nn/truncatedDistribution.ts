// Random values of a normal distribution cut at two standard deviations.
import { add, divide, log, multiply, negate, subtract } from "../ops/index.ts";
import type { Shape, Tensor } from "../tensor/index.ts";
import type { RandomSource } from "./initializer.ts";

/**
 * Coefficients, highest power first, of erfinv(y) / y in w - 2.5 with w = -log(1 - y^2) < 5: M. Giles, "Approximating
 * the erfinv function" (GPU Computing Gems, 2011).
 */
const coefficients = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
] as const;

/** erf(sqrt 2): the share of a normal distribution that lies within two standard deviations. */
const shareWithinTwo = 0.9544997361036416;

/** Standard deviation of a standard normal distribution cut at -2 and 2, as Keras writes it. */
export const truncatedDeviation = 0.87962566103423978;

/**
 * Standard normal values between -2 and 2, by inversion: sqrt(2) erfinv(y) with y uniform within (-0.9545, 0.9545),
 * where w stays below 2.4, so that one polynomial does.
 */
export function standardTruncatedNormal(shape: Shape, random: RandomSource): Tensor {
  const y = random.uniform(shape, -shareWithinTwo, shareWithinTwo);
  const w = subtract(negate(log(subtract(1, multiply(y, y)))), 2.5);
  const [first, second, ...others] = coefficients;
  const ratio = others.reduce(
    (value, coefficient) => add(multiply(value, w), coefficient),
    add(multiply(w, first), second),
  );
  return multiply(multiply(y, ratio), Math.SQRT2);
}

/** Truncated normal values with a certain standard deviation after the cut. */
export function scaledTruncatedNormal(shape: Shape, random: RandomSource, deviation: number): Tensor {
  return multiply(divide(standardTruncatedNormal(shape, random), truncatedDeviation), deviation);
}
