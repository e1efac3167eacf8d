// elu: x above 0, an exponential that ends at -alpha below.
import type { Tensor } from "../tensor/index.ts";
import { type TensorLike, toTensor } from "./defineOp.ts";
import { expm1 } from "./expm1.ts";
import { greater } from "./greater.ts";
import { multiply } from "./multiply.ts";
import { select } from "./select.ts";

/**
 * `x` where it is positive, else `alpha * (e^x - 1)`, element by element; its derivative at 0 is `alpha`.
 *
 * @param alpha 1 by default.
 */
export function elu(x: TensorLike, alpha = 1): Tensor {
  const value = toTensor(x);
  const isPositive = greater(value, 0);
  // The operand is chosen as well as the result: before an infinite exponential that is not chosen, a gradient of 0
  // would become NaN.
  const exponential = expm1(select(isPositive, 0, value));
  return select(isPositive, value, multiply(exponential, alpha));
}
