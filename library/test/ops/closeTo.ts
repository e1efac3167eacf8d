// Comparison of arrays up to rounding, with a message that names the worst element.
import { expect } from "vitest";
import type { NdArray } from "../../src/tensor/index.ts";

/** What two numbers may differ by: `relative * |expected| + absolute`. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** Fails unless both arrays have the same shape and, up to the tolerance, the same numbers; NaN equals NaN. */
export function closeTo(
  actual: NdArray,
  expected: NdArray,
  { relative = 1e-12, absolute = 1e-12 }: Tolerance = {},
): void {
  expect(actual.shape).toEqual(expected.shape);
  const differing = Array.from(expected.data).flatMap((wanted, index) => {
    const got = actual.data[index] ?? Number.NaN;
    const isSame = Object.is(got, wanted) || got === wanted;
    const isClose = Math.abs(got - wanted) <= relative * Math.abs(wanted) + absolute;
    return isSame || isClose ? [] : [`element ${index}: got ${got}, expected ${wanted}`];
  });
  expect(differing.slice(0, 5)).toEqual([]);
}
