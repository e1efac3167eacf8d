// checkedShape: a shape given as an attribute, refused where it is none.
import { formatShape, type Shape, ShapeError } from "../tensor/index.ts";

/** The shape itself. @throws {ShapeError} when a size is not a whole number from 0 on. */
export function checkedShape(shape: Shape): Shape {
  if (shape.every((size) => Number.isInteger(size) && size >= 0)) return shape;
  throw new ShapeError("a shape has sizes that are whole numbers from 0 on", { got: formatShape(shape) });
}
