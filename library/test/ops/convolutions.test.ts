// Convolutions and poolings against naive loops, and the laws that bind them and their adjoints, for random sizes.
import "../../src/names.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import {
  averagePool2D,
  constant,
  convolve2D,
  convolve2DKernel,
  convolve2DTranspose,
  input,
  matmul,
  maxPool2D,
  maxUnpool2D,
  multiply,
  type Padding,
  randomArray,
  reshape,
  sum,
  sumWindows2D,
  windows2D,
} from "../../src/ops/index.ts";
import { NdArray, Random, ShapeError, type Tensor } from "../../src/tensor/index.ts";
import { closeTo } from "./closeTo.ts";
import { evaluate } from "./interpret.ts";

/** Along one axis: sizes, steps, and what "same" adds before. */
interface Axis {
  readonly size: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
}

const axes = fc
  .record({
    left: fc.nat(5),
    window: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ left, window, stride, dilation }): Axis => {
    return { size: (window - 1) * dilation + 1 + left, window, stride, dilation };
  });

const cases = fc.record({
  seed: fc.nat(1000),
  batch: fc.integer({ min: 1, max: 3 }),
  groups: fc.integer({ min: 1, max: 2 }),
  channels: fc.integer({ min: 1, max: 5 }),
  filters: fc.integer({ min: 1, max: 11 }),
  rows: axes,
  columns: axes,
  padding: fc.constantFrom<Padding[]>("valid", "same"),
});

type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

/** Number of windows, and how far the first begins before the picture: written anew, from Keras' documentation. */
function layout({ size, window, stride, dilation }: Axis, padding: Padding) {
  const extent = (window - 1) * dilation + 1;
  if (padding === "valid") return { count: Math.floor((size - extent) / stride) + 1, before: 0 };
  const count = Math.ceil(size / stride);
  return { count, before: Math.floor(Math.max(0, (count - 1) * stride + extent - size) / 2) };
}

/** Positions inside of a picture that window number `index` covers, with the place in the window. */
function covered(axis: Axis, padding: Padding, index: number): { at: number; place: number }[] {
  const { before } = layout(axis, padding);
  return Array.from({ length: axis.window }, (_, place) => {
    return { at: index * axis.stride - before + place * axis.dilation, place };
  }).filter(({ at }) => at >= 0 && at < axis.size);
}

/** One number for each window and channel of the result. */
function naive(
  { batch, rows, columns, padding }: Case,
  channels: number,
  value: (
    b: number,
    inRow: { at: number; place: number }[],
    inColumn: { at: number; place: number }[],
    c: number,
  ) => number,
): NdArray {
  const [down, across] = [layout(rows, padding).count, layout(columns, padding).count];
  const values: number[] = [];
  for (let b = 0; b < batch; b += 1) {
    for (let row = 0; row < down; row += 1) {
      for (let column = 0; column < across; column += 1) {
        const [inRow, inColumn] = [covered(rows, padding, row), covered(columns, padding, column)];
        for (let c = 0; c < channels; c += 1) values.push(value(b, inRow, inColumn, c));
      }
    }
  }
  return new NdArray(Float64Array.from(values), [batch, down, across, channels]);
}

const backends: readonly [string, Backend, number][] = [
  ["reference", reference, 1e-12],
  ["wasm", wasm, 1e-5],
];

const runs = { numRuns: 60 };

describe.each(backends)("on %s", (_name, backend, tolerance) => {
  const close = (found: NdArray, wanted: NdArray) =>
    closeTo(found, wanted, { relative: tolerance, absolute: 5 * tolerance });

  test("a convolution is the sum over windows, for any sizes, steps, padding and groups", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (sizes) => {
        const { seed, batch, groups, rows, columns, padding } = sizes;
        const [each, filtersEach] = [sizes.channels, sizes.filters];
        const random = new Random(seed);
        const x = randomArray(random, [batch, rows.size, columns.size, each * groups]);
        const kernel = randomArray(random, [rows.window, columns.window, each, filtersEach * groups]);
        const wanted = naive(sizes, filtersEach * groups, (b, inRow, inColumn, filter) => {
          const group = Math.floor(filter / filtersEach);
          let total = 0;
          for (const { at: row, place: i } of inRow) {
            for (const { at: column, place: j } of inColumn) {
              for (let c = 0; c < each; c += 1)
                total += x.at(b, row, column, group * each + c) * kernel.at(i, j, c, filter);
            }
          }
          return total;
        });
        const y = convolve2D(input("x", x.shape), input("kernel", kernel.shape), {
          strides: [rows.stride, columns.stride],
          dilations: [rows.dilation, columns.dilation],
          padding,
          groups,
        });
        close((await run({ y }, { x, kernel }, backend)).y, wanted);
      }),
      runs,
    );
  });

  test("poolings take the maximum and the mean of what is inside of the pictures", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ ...sizes }) => {
        const dense: Case = {
          ...sizes,
          rows: { ...sizes.rows, dilation: 1 },
          columns: { ...sizes.columns, dilation: 1 },
        };
        const { seed, batch, rows, columns, padding, channels } = dense;
        const x = randomArray(new Random(seed), [batch, rows.size, columns.size, channels]);
        const inWindow = (reduce: (values: number[]) => number) =>
          naive(dense, channels, (b, inRow, inColumn, c) =>
            reduce(inRow.flatMap(({ at: row }) => inColumn.map(({ at: column }) => x.at(b, row, column, c)))),
          );
        const node = input("x", x.shape);
        const options = {
          size: [rows.window, columns.window],
          strides: [rows.stride, columns.stride],
          padding,
        } as const;
        const found = await run({ max: maxPool2D(node, options), mean: averagePool2D(node, options) }, { x }, backend);
        close(
          found.max,
          inWindow((values) => Math.max(...values)),
        );
        close(
          found.mean,
          inWindow((values) => values.reduce((a, b) => a + b, 0) / values.length),
        );
      }),
      runs,
    );
  });

  test("adjoints are adjoint: <A x, c> = <x, Aᵀ c>, of convolutions in both operands and of windows", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, batch, channels, filters, rows, columns }) => {
        const random = new Random(seed);
        const steps = {
          strides: [rows.stride, columns.stride],
          dilations: [rows.dilation, columns.dilation],
        } as const;
        const [size, window] = [[rows.size, columns.size] as const, [rows.window, columns.window] as const];
        const arrays = {
          x: randomArray(random, [batch, ...size, channels]),
          kernel: randomArray(random, [...window, channels, filters]),
        };
        const [x, kernel] = [input("x", arrays.x.shape), input("kernel", arrays.kernel.shape)];
        const [y, windows] = [convolve2D(x, kernel, steps), windows2D(x, { ...steps, size: window })];
        const cotangents = { g: randomArray(random, y.shape), c: randomArray(random, windows.shape) };
        const [g, c] = [input("g", y.shape), input("c", windows.shape)];
        const inner = (a: Tensor, b: Tensor) => sum(multiply(a, b));
        const found = await run(
          {
            convolved: inner(y, g),
            inPictures: inner(x, convolve2DTranspose(g, kernel, { ...steps, size })),
            inKernel: inner(kernel, convolve2DKernel(x, g, { ...steps, size: window })),
            windows: inner(windows, c),
            inSums: inner(x, sumWindows2D(c, { ...steps, size })),
          },
          { ...arrays, ...cotangents },
          backend,
        );
        const scale = Math.sqrt(y.shape.reduce((a, b) => a * b, 1)) * rows.window * columns.window * channels;
        const near = { relative: 0, absolute: tolerance * scale };
        closeTo(found.inPictures, found.convolved, near);
        closeTo(found.inKernel, found.convolved, near);
        closeTo(found.inSums, found.windows, near);
      }),
      runs,
    );
  });

  test("a kernel of 1 × 1 is a dense layer at every position", async () => {
    const random = new Random(3);
    const feeds = { x: randomArray(random, [2, 3, 5, 7]), kernel: randomArray(random, [1, 1, 7, 9]) };
    const [x, kernel] = [input("x", [2, 3, 5, 7]), input("kernel", [1, 1, 7, 9])];
    const dense = matmul(x, reshape(kernel, [7, 9]));
    const found = await run({ convolved: convolve2D(x, kernel), dense }, feeds, backend);
    closeTo(found.convolved, found.dense, { relative: 0, absolute: 0 });
  });

  test("the gradient of a maximum goes to the first of equally large elements", async () => {
    const x = input("x", [1, 2, 4, 1]);
    const [gradient = x] = gradients(sum(maxPool2D(x, { size: 2 })), [x]);
    const feeds = { x: new NdArray(Float64Array.of(0, 5, 7, 7, 5, 5, 7, 7), [1, 2, 4, 1]) };
    expect(Array.from((await run({ gradient }, feeds, backend)).gradient.data)).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
  });

  test("a window with a NaN has the maximum NaN and passes no gradient on", async () => {
    const [x, g] = [input("x", [1, 1, 4, 1]), input("g", [1, 1, 2, 1])];
    const feeds = {
      x: new NdArray(Float64Array.of(1, Number.NaN, 2, 3), [1, 1, 4, 1]),
      g: new NdArray(Float64Array.of(5, 6), [1, 1, 2, 1]),
    };
    const options = { size: [1, 2] } as const;
    const found = await run(
      { y: maxPool2D(x, options), back: maxUnpool2D(g, x, { ...options, strides: [1, 2] }) },
      feeds,
      backend,
    );
    expect(Array.from(found.y.data)).toEqual([Number.NaN, 3]);
    expect(Array.from(found.back.data)).toEqual([0, 0, 0, 6]);
  });
});

describe("what does not fit is refused", () => {
  const x = input("x", [2, 5, 6, 3]);
  const refusals: readonly (readonly [() => unknown, string])[] = [
    [
      () => convolve2D(input("x", [5, 6]), input("kernel", [2, 2, 3, 4])),
      "x: convolve2D takes pictures: got [5,6], expected [batch, height, width, channels]. Use reshape; a black and white picture has 1 channel",
    ],
    [
      () => convolve2D(x, input("kernel", [2, 2, 4, 7])),
      "the kernel does not fit the pictures: got a kernel [2,2,4,7] for pictures [2,5,6,3], expected [height, width, 3, filters]",
    ],
    [
      () => convolve2D(x, input("kernel", [6, 2, 3, 7])),
      'a window does not fit into the pictures: got a window of 6 × 2 for pictures of 5 × 6, expected windows that are not larger than the pictures. Use smaller windows or the padding "same"',
    ],
    [
      () => convolve2D(x, input("kernel", [2, 2, 3, 7]), { strides: 0 }),
      "strides: windows move by whole steps: got 0 and 0, expected positive whole numbers",
    ],
    [
      () => convolve2D(x, input("kernel", [2, 2, 3, 7]), { groups: 2 }),
      "groups do not divide the channels: got 2 groups of 3 channels and 7 filters, expected a divisor of both",
    ],
    [
      () => convolve2DTranspose(input("y", [2, 5, 5, 7]), input("kernel", [2, 2, 3, 7]), { size: [5, 6] }),
      "pictures of 5 × 6 do not have as many windows: got [2,5,5,7], expected 4 × 5 windows",
    ],
    [
      () => convolve2DKernel(x, input("y", [2, 5, 5, 7]), { size: 2 }),
      "y does not fit the windows of the pictures: got [2,5,5,7], expected [2, 4, 5, filters]",
    ],
    [
      () => maxPool2D(x, { size: 7 }),
      'a window does not fit into the pictures: got a window of 7 × 7 for pictures of 5 × 6, expected windows that are not larger than the pictures. Use smaller windows or the padding "same"',
    ],
  ];
  test.each(refusals.map(([build, message]) => ({ build, message })))("$message", ({ build, message }) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(message);
  });
});

test("without a size, a transposed convolution reaches as far as its last window", () => {
  const y = convolve2DTranspose(constant(1, { shape: [1, 3, 2, 1] }), constant(1, { shape: [2, 3, 1, 1] }), {
    strides: 2,
  });
  expect(y.shape).toEqual([1, 6, 5, 1]);
  expect(evaluate(sum(y)).data[0]).toBe(36);
});
