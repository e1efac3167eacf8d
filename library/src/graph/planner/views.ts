// The algebra of views: composing them, broadcasting them, and asking what memory they cover.
import { type Shape, sameShape, sizeOf, stridesOf, type View } from "../../tensor/index.ts";

/** The whole of a row-major value. */
export function wholeView(shape: Shape, offset = 0): View {
  return { offset, shape, strides: stridesOf(shape) };
}

/** The view with the strides of axes with one element (which nothing reads) as row-major order would have them. */
export function tidyView({ offset, shape, strides }: View): View {
  const tidy = [...strides];
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    if (shape[axis] === 1) tidy[axis] = (tidy[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return { offset, shape, strides: tidy };
}

/** Whether two views read the same element at each position. */
export function sameView(a: View, b: View): boolean {
  if (!sameShape(a.shape, b.shape)) return false;
  if (sizeOf(a.shape) === 0) return true;
  return a.offset === b.offset && a.shape.every((size, axis) => size === 1 || a.strides[axis] === b.strides[axis]);
}

/** Whether the elements stand one after another in row-major order, wherever they begin. */
export function isContiguous({ offset, shape, strides }: View): boolean {
  return sameView({ offset, shape, strides }, wholeView(shape, offset));
}

/** The view over a larger shape, by NumPy's broadcasting rules: stride 0 along axes that are repeated. */
export function broadcastView({ offset, shape, strides }: View, larger: Shape): View {
  const missing = larger.length - shape.length;
  const stretched = larger.map((size, axis) => {
    const own = shape[axis - missing];
    return own === undefined || (own === 1 && size !== 1) ? 0 : (strides[axis - missing] ?? 0);
  });
  return { offset, shape: larger, strides: stretched };
}

/** The same view counted from another start. */
export function shiftView({ offset, shape, strides }: View, by: number): View {
  return { offset: offset + by, shape, strides };
}

/** The first place of a view and the one after its last; both 0 when it is empty. */
export function extentOf({ offset, shape, strides }: View): { readonly start: number; readonly end: number } {
  if (sizeOf(shape) === 0) return { start: 0, end: 0 };
  const reach = strides.map((stride, axis) => stride * ((shape[axis] ?? 1) - 1));
  const start = reach.reduce((sum, distance) => sum + Math.min(0, distance), offset);
  return { start, end: reach.reduce((sum, distance) => sum + Math.max(0, distance), offset) + 1 };
}

/** Whether two views of one memory could touch the same element; true in doubt. */
export function mayOverlap(a: View, b: View): boolean {
  const [first, second] = [extentOf(a), extentOf(b)];
  return first.start < second.end && second.start < first.end;
}

interface Axis {
  readonly size: number;
  readonly stride: number;
  /** Distance in the row-major order of the view's own elements. */
  readonly own: number;
}

/** Axes of a view, outermost first: those with one element left out, those that are steps of one walk joined. */
function joinedAxes({ shape, strides }: View): Axis[] {
  const own = stridesOf(shape);
  const axes: Axis[] = [];
  shape.forEach((size, position) => {
    if (size === 1) return;
    const axis = { size, stride: strides[position] ?? 0, own: own[position] ?? 1 };
    const outer = axes.at(-1);
    if (outer !== undefined && outer.stride === axis.stride * size) {
      axes[axes.length - 1] = { ...axis, size: outer.size * size };
    } else axes.push(axis);
  });
  return axes;
}

/** How many steps along each axis make a distance in the row-major order of the view's elements. */
function stepsOf(distance: number, axes: readonly Axis[]): number[] {
  let rest = Math.abs(distance);
  return axes.map(({ own }) => {
    const steps = Math.floor(rest / own);
    rest -= steps * own;
    return distance < 0 ? -steps : steps;
  });
}

const dot = (steps: readonly number[], axes: readonly Axis[]): number =>
  steps.reduce((sum, count, position) => sum + count * (axes[position]?.stride ?? 0), 0);

/**
 * The view of memory that results from looking through `outer` at the row-major elements of `inner`. Undefined where
 * no single view expresses it, for example a transposed matrix flattened.
 */
export function composeViews(inner: View, outer: View): View | undefined {
  if (sizeOf(outer.shape) === 0) return { offset: 0, shape: outer.shape, strides: stridesOf(outer.shape) };
  const axes = joinedAxes(inner);
  const start = stepsOf(outer.offset, axes);
  const walks = outer.strides.map((stride, axis) =>
    outer.shape[axis] === 1 ? axes.map(() => 0) : stepsOf(stride, axes),
  );
  // A walk is exact as long as no axis of the inner view is left on the way: then no step carries into another axis.
  const stays = axes.every(({ size }, position) => {
    const distances = walks.map((steps, axis) => (steps[position] ?? 0) * ((outer.shape[axis] ?? 1) - 1));
    const lowest = distances.reduce((sum, distance) => sum + Math.min(0, distance), start[position] ?? 0);
    const highest = distances.reduce((sum, distance) => sum + Math.max(0, distance), start[position] ?? 0);
    return lowest >= 0 && highest < size;
  });
  if (!stays) return undefined;
  return {
    offset: inner.offset + dot(start, axes),
    shape: outer.shape,
    strides: walks.map((steps) => dot(steps, axes)),
  };
}
