// rowAxes: axes of a batch as layers are told them, the axis of the rows being 0 as in Keras.
import { ConfigError, formatShape, normalizeAxes, type Shape } from "../tensor/index.ts";

/**
 * Axes of a batch of such rows, sorted and not negative.
 *
 * @param axes one or several, in which the axis of the rows is 0; negative ones count from the end.
 * @param row the shape of one row.
 * @throws {ConfigError} when one of them is outside, named twice, or the axis of the rows.
 */
export function rowAxes(axes: number | readonly number[], row: Shape): number[] {
  const rank = row.length + 1;
  const list = typeof axes === "number" ? [axes] : axes;
  const isInside = list.every((axis) => axis !== 0 && axis < rank && axis >= -row.length);
  const isDistinct = new Set(list.map((axis) => (axis < 0 ? axis + rank : axis))).size === list.length;
  if (isInside && isDistinct) return normalizeAxes(axes, rank);
  throw new ConfigError("axis", {
    got: `${list.join(", ")} for rows ${formatShape(row)}`,
    expected:
      row.length === 0 ? "rows with at least one axis" : `distinct numbers from 1 to ${row.length}, or negative`,
  });
}

/** The shape with size 1 along all axes that are not named, so that values of those axes are broadcast to it. */
export function alongAxes(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((size, axis) => (axes.includes(axis) ? size : 1));
}
