// Random shapes and views for property-based tests of loops.
import fc from "fast-check";
import { type Shape, sizeOf, stridesOf, type View } from "../../../src/tensor/index.ts";

/** Shapes of up to four axes, with sizes around the width of a vector, 0 and 1 included. */
export const shapes: fc.Arbitrary<number[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 9 }) },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 15, max: 37 }) },
  ),
  { maxLength: 4 },
);

/** How a view stands in memory: order of axes, broadcast and reversed axes, gaps, an offset. */
interface Layout {
  readonly order: readonly number[];
  readonly broadcast: readonly boolean[];
  readonly reversed: readonly boolean[];
  readonly gap: number;
  readonly offset: number;
}

const axes = [0, 1, 2, 3];
const flags = (often: number) =>
  fc.array(
    fc.integer({ min: 0, max: 9 }).map((draw) => draw < often),
    { minLength: 4, maxLength: 4 },
  );

/** Layouts for operands: often row-major. */
export const operandLayouts: fc.Arbitrary<Layout> = fc.record({
  order: fc.oneof(fc.constant(axes), fc.shuffledSubarray(axes, { minLength: 4, maxLength: 4 })),
  broadcast: fc.oneof(fc.constant([false, false, false, false]), flags(3)),
  reversed: fc.oneof(
    { weight: 4, arbitrary: fc.constant([false, false, false, false]) },
    { weight: 1, arbitrary: flags(3) },
  ),
  gap: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 })),
  offset: fc.integer({ min: 0, max: 5 }),
});

/** Layouts for results: every element has a place of its own. */
export const resultLayouts: fc.Arbitrary<Layout> = operandLayouts.map((layout) => ({
  ...layout,
  broadcast: [false, false, false, false],
}));

/** The view of a shape that a layout describes, and the number of elements of memory that it needs. */
export function viewFor(shape: Shape, { order, broadcast, reversed, gap, offset }: Layout): View & { size: number } {
  const kept = order.filter((axis) => axis < shape.length);
  const sizes = kept.map((axis) => (broadcast[axis] === true ? 1 : (shape[axis] ?? 1)));
  const packed = stridesOf(sizes.map((size, position) => (position === kept.length - 1 ? size + gap : size)));
  const strides = new Array<number>(shape.length).fill(0);
  let start = offset;
  kept.forEach((axis, position) => {
    const stride = broadcast[axis] === true ? 0 : (packed[position] ?? 0);
    const down = reversed[axis] === true && stride !== 0;
    if (down) start += stride * Math.max(0, (shape[axis] ?? 1) - 1);
    strides[axis] = down ? -stride : stride;
  });
  const size = offset + sizeOf(sizes.map((length) => length + gap)) + 8;
  return { shape, strides, offset: start, size };
}
