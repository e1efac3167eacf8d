// squeeze: axes of size 1 removed.
import { formatShape, normalizeAxes, ShapeError, type Tensor } from "../tensor/index.ts";
import { reshape } from "./reshape.ts";

/**
 * `x` without the named axes, which must have size 1; by default without all axes of size 1.
 *
 * @throws {ShapeError} when a named axis has another size.
 */
export function squeeze(x: Tensor, axes?: number | readonly number[]): Tensor {
  const removed =
    axes === undefined ? x.shape.flatMap((size, axis) => (size === 1 ? [axis] : [])) : normalizeAxes(axes, x.rank);
  for (const axis of removed) {
    if (x.shape[axis] !== 1) {
      throw new ShapeError(`cannot squeeze axis ${axis} of x ${formatShape(x.shape)}`, {
        got: `size ${x.shape[axis]}`,
        expected: "size 1",
      });
    }
  }
  return reshape(
    x,
    x.shape.filter((_, axis) => !removed.includes(axis)),
  );
}
