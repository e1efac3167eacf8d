// The algebra of views: composed views read what reading one after the other reads.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  broadcastView,
  composeViews,
  extentOf,
  isContiguous,
  sameView,
  tidyView,
  wholeView,
} from "../../src/graph/index.ts";
import { forEachPosition } from "../../src/ops/index.ts";
import { sizeOf, type View } from "../../src/tensor/index.ts";

/** The places that a view reads, in row-major order of its positions. */
function placesOf({ offset, shape, strides }: View): number[] {
  const places: number[] = [];
  forEachPosition(shape, (position) => {
    places.push(strides.reduce((sum, stride, axis) => sum + stride * (position[axis] ?? 0), offset));
  });
  return places;
}

/** A view that reads inside of `size` elements, for example a part of them backwards, transposed or repeated. */
const viewsOf = (size: number): fc.Arbitrary<View> =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -6, max: 12 })), { maxLength: 3 })
    .chain((axes) => {
      const shape = axes.map(([count]) => count);
      const strides = axes.map(([, stride]) => stride);
      const { start, end } = extentOf({ offset: 0, shape, strides });
      const fits = end - start <= size;
      const [least, most] = fits ? [-start, size - end] : [0, size - 1];
      return fc
        .integer({ min: least, max: Math.max(least, most) })
        .map((offset) => ({ offset, shape, strides: fits ? strides : strides.map(() => 0) }));
    });

const pairs = viewsOf(24).chain((inner) => fc.tuple(fc.constant(inner), viewsOf(sizeOf(inner.shape))));

describe("composeViews", () => {
  test("a composed view reads what looking through both reads", () => {
    let expressed = 0;
    fc.assert(
      fc.property(pairs, ([inner, outer]) => {
        const composed = composeViews(inner, outer);
        if (composed === undefined) return;
        expressed += 1;
        const through = placesOf(inner);
        expect(placesOf(composed)).toEqual(placesOf(outer).map((place) => through[place]));
      }),
      { numRuns: 3000 },
    );
    expect(expressed).toBeGreaterThan(1500);
  });

  test.each<[string, View, View]>([
    ["of a whole value is the view", wholeView([4, 6]), { offset: 5, shape: [2, 2], strides: [6, -1] }],
    ["splits an axis of a transposed matrix", { offset: 0, shape: [6, 4], strides: [1, 6] }, wholeView([2, 3, 4])],
    ["joins axes that are steps of one walk", { offset: 3, shape: [2, 3, 4], strides: [40, 8, 2] }, wholeView([2, 12])],
    ["flattens a repeated number", { offset: 7, shape: [3, 4], strides: [0, 0] }, wholeView([12])],
    [
      "reads backwards through a transposition",
      { offset: 0, shape: [3, 2], strides: [1, 3] },
      { offset: 5, shape: [3, 2], strides: [-2, -1] },
    ],
    ["drops axes of one element", { offset: 0, shape: [3, 1, 2], strides: [2, 99, 1] }, wholeView([6])],
    ["takes a diagonal", { offset: 0, shape: [3, 3], strides: [1, 3] }, { offset: 0, shape: [3], strides: [4] }],
  ])("%s", (_, inner, outer) => {
    const through = placesOf(inner);
    expect(placesOf(composeViews(inner, outer) ?? wholeView([]))).toEqual(
      placesOf(outer).map((place) => through[place]),
    );
  });

  test("a transposed matrix cannot be flattened without a copy", () => {
    expect(composeViews({ offset: 0, shape: [3, 2], strides: [1, 3] }, wholeView([6]))).toBeUndefined();
  });

  test("a view of nothing is expressed by anything", () => {
    expect(composeViews({ offset: 0, shape: [3, 2], strides: [1, 3] }, wholeView([0, 5]))?.shape).toEqual([0, 5]);
  });
});

test("broadcast views repeat along new axes and axes of one element", () => {
  expect(broadcastView({ offset: 2, shape: [3, 1], strides: [5, 1] }, [2, 3, 4])).toEqual({
    offset: 2,
    shape: [2, 3, 4],
    strides: [0, 5, 0],
  });
});

test("strides of axes with one element say nothing: views that differ only there are the same and contiguous", () => {
  const odd = { offset: 0, shape: [1, 3, 1], strides: [77, 1, 5] };
  expect(sameView(odd, wholeView([1, 3, 1]))).toBe(true);
  expect(isContiguous(odd)).toBe(true);
  expect(tidyView(odd)).toEqual(wholeView([1, 3, 1]));
});
