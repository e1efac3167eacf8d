// Sample inputs shared by many operations' generated tests.
import { NdArray, type Random, type Sample, type Shape, sizeOf } from "../tensor/index.ts";

/** An array of uniform numbers; `low` and `high` are its range. */
export function randomArray(random: Random, shape: Shape, low = -2, high = 2): NdArray {
  return new NdArray(
    Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(random.uniform(low, high))),
    shape,
  );
}

/** Samples for two operands: equal shapes, broadcasting, odd sizes, scalars, empty and large ones. */
export function binarySamples(random: Random): readonly Sample[] {
  const pairs: readonly [string, Shape, Shape][] = [
    ["equal shapes", [2, 3], [2, 3]],
    ["a row is broadcast", [2, 3], [3]],
    ["a column is broadcast", [3, 1], [1, 5]],
    ["a scalar", [], [7]],
    ["odd sizes", [5, 13], [5, 13]],
    ["empty", [0, 3], [3]],
    ["large", [67, 129], [67, 129]],
  ];
  return pairs.map(([title, a, b]) => ({ title, inputs: [randomArray(random, a), randomArray(random, b)] }));
}
