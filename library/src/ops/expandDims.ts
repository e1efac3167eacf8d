// expandDims: a new axis of size 1.
import { normalizeAxis, type Tensor } from "../tensor/index.ts";
import { reshape } from "./reshape.ts";

/** `x` with a new axis of size 1 that stands at `axis` in the result; negative ones count from the end. */
export function expandDims(x: Tensor, axis: number): Tensor {
  return reshape(x, x.shape.toSpliced(normalizeAxis(axis, x.rank + 1), 0, 1));
}
