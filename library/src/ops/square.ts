// square: x · x.
import type { Tensor } from "../tensor/index.ts";
import { multiply } from "./multiply.ts";

/** `x * x` element by element. */
export function square(x: Tensor): Tensor {
  return multiply(x, x);
}
