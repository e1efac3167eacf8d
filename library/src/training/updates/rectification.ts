// The rectification of RAdam: how far the average of few squares can be trusted.
import {
  add,
  constant,
  divide,
  exp,
  greater,
  less,
  multiply,
  select,
  sqrt,
  square,
  subtract,
} from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";

/** The series of `u coth(u) - 1`, by powers of `u^2`. */
const series = [1 / 3, -1 / 45, 2 / 945, -1 / 4725, 2 / 93555, -1382 / 638512875, 4 / 18243225];

/** How long the average could become, `2 / (1 - beta2) - 1`. */
const longest = (beta2: number): number => 2 / (1 - beta2) - 1;

/**
 * The length of the simple average that the moving one is worth after `t` steps,
 * `longest - 2 t beta2^t / (1 - beta2^t)`.
 *
 * In the first steps that is a small difference of large numbers, of which float32 would leave little. With
 * `a = -log(beta2)` and `u = a t / 2` it is `coth(a / 2) - 2 / a + t - 2 / a (u coth(u) - 1)`, a sum of small ones.
 */
function averageLength(beta2: number, t: Tensor): Tensor {
  const a = -Math.log(beta2);
  const u = multiply(t, a / 2);
  const squared = square(u);
  const sum = series.reduceRight<Tensor>((rest, factor) => multiply(add(rest, factor), squared), constant(0));
  const early = add(subtract(t, multiply(sum, 2 / a)), 1 / Math.tanh(a / 2) - 2 / a);
  const late = subtract(longest(beta2), divide(multiply(t, 2), subtract(exp(multiply(t, a)), 1)));
  return select(less(u, 0.3), early, late);
}

/** The factor of a step by the root of the average of squares; where it is not trusted, the step has no such root. */
export interface Rectification {
  /** A scalar bool. */
  readonly isTrusted: Tensor;
  /** A scalar. */
  readonly factor: Tensor;
}

/** The rectification after `t` steps; undefined where the average never becomes long enough. */
export function rectification(beta2: number, t: Tensor): Rectification | undefined {
  const limit = longest(beta2);
  if (limit <= 5) return undefined;
  const length = averageLength(beta2, t);
  const isTrusted = greater(length, 5);
  const safe = select(isTrusted, length, 5);
  const squareOfFactor = multiply(divide(multiply(subtract(safe, 4), subtract(safe, 2)), safe), limit);
  return { isTrusted, factor: sqrt(divide(squareOfFactor, (limit - 4) * (limit - 2))) };
}
