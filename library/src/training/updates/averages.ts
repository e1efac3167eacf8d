// The arithmetic of moving averages and squares, which most rules of optimizers are made of.
import { add, flushDenormals, multiply, square } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";

/**
 * Gradients and slots nearer to 0 than this count as 0. It is far above the denormals of float32 (below 2^-126), with
 * which processors compute many times more slowly, so that a product with a small rate is none either; and far below
 * what a step can show: the smallest epsilon that optimizers add to such numbers by default is 1e-10.
 */
export const negligible = 2 ** -100;

/** `decay * average + (1 - decay) * value`. */
export function movingAverage(average: Tensor, value: Tensor, decay: number): Tensor {
  return add(multiply(average, decay), multiply(value, 1 - decay));
}

/** The square; 0 where it is {@link negligible}, found out before a denormal arises. */
export function squareOf(x: Tensor): Tensor {
  return square(flushDenormals(x, Math.sqrt(negligible)));
}
