// paddedTogether: the sum of two padded values that stand side by side, as one padded value.
import { sameShape, type Tensor } from "../tensor/index.ts";
import { concatenate } from "./concatenate.ts";
import { pad } from "./pad.ts";

/** A value with zeros around it: where it begins along each axis. */
interface Padded {
  readonly x: Tensor;
  readonly low: readonly number[];
  readonly shape: readonly number[];
}

const isZeros = (counts: unknown): boolean => Array.isArray(counts) && counts.every((count) => count === 0);

function paddedOf({ operation, inputs: [x], attributes, shape }: Tensor): Padded | undefined {
  const { low, interior, value } = attributes;
  if (operation !== pad.operation || x === undefined || value !== 0 || !isZeros(interior)) return undefined;
  return Array.isArray(low) ? { x, low, shape } : undefined;
}

/** The axis at which the second value begins where the first one ends, if they agree along all others. */
function joint(first: Padded, second: Padded): number | undefined {
  const { low, x } = first;
  const differing = low.flatMap((start, axis) => {
    const agrees = start === second.low[axis] && x.shape[axis] === second.x.shape[axis];
    return agrees ? [] : [axis];
  });
  const [axis] = differing;
  if (axis === undefined || differing.length > 1) return undefined;
  return (low[axis] ?? 0) + (x.shape[axis] ?? 0) === second.low[axis] ? axis : undefined;
}

/**
 * `a + b` where both are parts of one value with zeros around them, side by side: the gradients of slices. Undefined for
 * everything else.
 */
export function paddedTogether(a: Tensor, b: Tensor): Tensor | undefined {
  const [one, other] = [paddedOf(a), paddedOf(b)];
  if (one === undefined || other === undefined || !sameShape(one.shape, other.shape)) return undefined;
  return joined(one, other) ?? joined(other, one);
}

function joined(first: Padded, second: Padded): Tensor | undefined {
  const axis = joint(first, second);
  if (axis === undefined) return undefined;
  const whole = concatenate([first.x, second.x], axis);
  const high = first.shape.map((size, at) => size - (first.low[at] ?? 0) - (whole.shape[at] ?? 0));
  return pad(whole, { low: first.low, high });
}
