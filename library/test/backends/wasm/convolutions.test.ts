// Convolutions of sizes at which the kernels change their ways, and how much memory plans of them take.
import "../../../src/names.ts";
import { describe, expect, test } from "vitest";
import { createWasmBackend, reference, run, wasm } from "../../../src/backends/index.ts";
import { createPlan, createProgram } from "../../../src/graph/index.ts";
import {
  convolve2D,
  convolve2DKernel,
  convolve2DTranspose,
  input,
  maxPool2D,
  maxUnpool2D,
  randomArray,
  transpose,
} from "../../../src/ops/index.ts";
import { NdArray, Random, type Shape, sizeOf } from "../../../src/tensor/index.ts";
import { closeTo, type Tolerance } from "../../ops/closeTo.ts";

const shapes: readonly (readonly [title: string, x: Shape, kernel: Shape, strides: 1 | 2 | 3])[] = [
  ["more depth than one block", [2, 5, 5, 150], [3, 3, 150, 5], 1],
  ["one axis that is deeper than a block", [1, 3, 3, 1100], [2, 2, 1100, 3], 1],
  ["more windows than are summed at once", [2, 40, 41, 2], [3, 3, 2, 5], 1],
  ["one row of windows longer than are summed at once", [1, 2, 1200, 1], [2, 3, 1, 4], 1],
  ["pictures of one window", [9, 3, 3, 7], [3, 3, 7, 10], 1],
  ["pictures of four windows", [9, 4, 4, 3], [3, 3, 3, 10], 1],
  ["one filter", [3, 9, 9, 4], [3, 3, 4, 1], 1],
  ["three filters", [3, 9, 9, 4], [3, 3, 4, 3], 2],
  ["eight filters", [3, 9, 9, 4], [3, 3, 4, 8], 2],
  ["nine filters", [3, 9, 9, 4], [3, 3, 4, 9], 3],
  ["rows of windows in several blocks", [2, 60, 60, 8], [5, 5, 8, 3], 1],
  ["as in LeNet", [4, 14, 14, 6], [5, 5, 6, 16], 1],
];

/**
 * What rounding may do to a sum of products of numbers between -1 and 1: partial sums are about √n / 3, each addition is
 * wrong by up to 2^-24 of them, and n such errors add up to √n times one. Six times that leaves room for the unlucky.
 */
function roundingOf(terms: number): Tolerance {
  return { relative: 2 ** -23, absolute: 2 ** -23 * terms };
}

const relaxed = createWasmBackend({ deterministic: false });

describe.each([
  ["deterministic", wasm],
  ["fused where the engine can", relaxed],
])("%s", (_name, backend) => {
  test.each(shapes)("%s", async (_title, shape, kernelShape, strides) => {
    const random = new Random(6);
    const [x, kernel] = [input("x", shape), input("kernel", kernelShape)];
    const y = convolve2D(x, kernel, { strides });
    const g = input("g", y.shape);
    const outputs = {
      y,
      byPictures: convolve2DTranspose(g, kernel, { strides, size: [shape[1] ?? 0, shape[2] ?? 0] }),
      byKernel: convolve2DKernel(x, g, { strides, size: [kernelShape[0] ?? 0, kernelShape[1] ?? 0] }),
      // Operands whose elements do not stand side by side.
      ofTurned: convolve2D(transpose(input("turned", [...shape].reverse())), kernel, { strides }),
    };
    const feeds = {
      x: randomArray(random, shape, -1, 1),
      kernel: randomArray(random, kernelShape, -1, 1),
      g: randomArray(random, y.shape, -1, 1),
      turned: randomArray(random, [...shape].reverse(), -1, 1),
    };
    const [found, wanted] = [await run(outputs, feeds, backend), await run(outputs, feeds, reference)];
    const [height = 0, width = 0, channels = 0, filters = 0] = kernelShape;
    closeTo(found.y, wanted.y, roundingOf(height * width * channels));
    closeTo(found.ofTurned, wanted.ofTurned, roundingOf(height * width * channels));
    closeTo(found.byPictures, wanted.byPictures, roundingOf(height * width * filters));
    closeTo(found.byKernel, wanted.byKernel, roundingOf(sizeOf(y.shape.slice(0, 3))));
  });
});

test("the derivative by the kernel, a sum over all windows of all pictures, loses no more digits than short sums", async () => {
  const constants = (shape: Shape) => new NdArray(new Float32Array(sizeOf(shape)).fill(0.1), shape);
  const [x, g] = [constants([64, 30, 30, 4]), constants([64, 28, 28, 5])];
  const byKernel = convolve2DKernel(input("x", x.shape), input("g", g.shape), { size: [3, 3] });
  const { data } = (await run({ byKernel }, { x, g }, wasm)).byKernel;
  // One sum of so many equal numbers would be wrong in the fourth digit.
  const exact = 64 * 28 * 28 * Math.fround(0.1) ** 2;
  for (const sum of data) expect(Math.abs(sum / exact - 1)).toBeLessThan(5e-5);
});

test("plans keep no copies of windows: working memory does not grow with the batch", () => {
  const arenaOf = (batch: number): number => {
    const [x, kernel] = [input("x", [batch, 32, 32, 32]), input("kernel", [3, 3, 32, 64])];
    const g = input("g", [batch, 30, 30, 64]);
    const outputs = {
      y: convolve2D(x, kernel),
      byPictures: convolve2DTranspose(g, kernel, { size: [32, 32] }),
      byKernel: convolve2DKernel(x, g, { size: [3, 3] }),
    };
    return createPlan(createProgram({ outputs }), wasm).arenaBytes;
  };
  expect(arenaOf(64)).toBe(arenaOf(1));
  // The packed kernel, and one row of windows.
  expect(arenaOf(64)).toBeLessThan(4 * (3 * 3 * 32 * 64 + 30 * 3 * 3 * 32) + 1024);
});

test("pooling and its derivative keep no copies of windows", () => {
  const x = input("x", [8, 24, 24, 3]);
  const outputs = {
    y: maxPool2D(x, { size: 2 }),
    back: maxUnpool2D(input("g", [8, 12, 12, 3]), x, { size: 2, strides: 2 }),
  };
  const plan = createPlan(createProgram({ outputs }), wasm);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(["kernel", "kernel"]);
  expect(plan.arenaBytes).toBe(0);
});
