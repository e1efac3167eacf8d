// stack: tensors of one shape along a new axis.
import type { Tensor } from "../tensor/index.ts";
import { concatenate } from "./concatenate.ts";
import { expandDims } from "./expandDims.ts";

/**
 * Tensors of the same shape, one after another along a new axis that stands at `axis` in the result (0 by default).
 *
 * @throws {ShapeError} when shapes or dtypes differ.
 */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  return concatenate(
    tensors.map((tensor) => expandDims(tensor, axis)),
    axis,
  );
}
