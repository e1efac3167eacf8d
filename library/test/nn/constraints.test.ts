// Constraints: the weight that they give keeps the rule, and Keras' formulas are theirs.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { maxNorm, minMaxNorm, nonNegative, unitNorm } from "../../src/nn/constraints/index.ts";
import type { Constraint } from "../../src/nn/index.ts";
import { input } from "../../src/ops/index.ts";
import { NdArray, type Shape, sizeOf } from "../../src/tensor/index.ts";
import { closeTo } from "../ops/closeTo.ts";

async function apply(constraint: Constraint, weight: NdArray, backend: Backend = reference): Promise<NdArray> {
  return (await run({ w: constraint.call(input("x", weight.shape)) }, { x: weight }, backend)).w;
}

const matrix = (rows: number, ...values: readonly number[]): NdArray =>
  new NdArray(Float64Array.from(values), [rows, values.length / rows]);

/** Lengths of the columns of a matrix. */
function columnNorms({ data, shape: [rows = 0, columns = 0] }: NdArray): number[] {
  return Array.from({ length: columns }, (_, column) =>
    Math.hypot(...Array.from({ length: rows }, (__, row) => data[row * columns + column] ?? Number.NaN)),
  );
}

const epsilon = 1e-7;

describe.each([
  { backend: reference, tolerance: { relative: 1e-12, absolute: 0 } },
  { backend: wasm, tolerance: { relative: 1e-6, absolute: 0 } },
])("Keras' formulas on $backend.name", ({ backend, tolerance }) => {
  // Columns of length 5, 1 and 0.
  const weight = matrix(2, 3, 0.6, 0, -4, 0.8, 0);
  const scaled = (first: number, second: number): NdArray =>
    matrix(2, 3 * first, 0.6 * second, 0, -4 * first, 0.8 * second, 0);

  test.each([
    ["maxNorm", maxNorm(), scaled(2 / (5 + epsilon), 1 / (1 + epsilon))],
    ["maxNorm of 0.5", maxNorm({ maxValue: 0.5 }), scaled(0.5 / (5 + epsilon), 0.5 / (1 + epsilon))],
    ["unitNorm", unitNorm(), scaled(1 / (5 + epsilon), 1 / (1 + epsilon))],
    ["minMaxNorm", minMaxNorm(), scaled(1 / (5 + epsilon), 1 / (1 + epsilon))],
    ["minMaxNorm from 2 to 4", minMaxNorm({ minValue: 2, maxValue: 4 }), scaled(4 / (5 + epsilon), 2 / (1 + epsilon))],
    [
      "minMaxNorm at a rate",
      minMaxNorm({ minValue: 2, maxValue: 4, rate: 0.25 }),
      scaled((0.25 * 4 + 0.75 * 5) / (5 + epsilon), (0.25 * 2 + 0.75 * 1) / (1 + epsilon)),
    ],
    ["nonNegative", nonNegative(), matrix(2, 3, 0.6, 0, 0, 0.8, 0)],
  ])("%s", async (_name, constraint, expected) => {
    closeTo(await apply(constraint, weight, backend), expected, tolerance);
  });

  test("vectors lie along the axes chosen", async () => {
    const rows = matrix(2, 3, 4, 6, 8);
    closeTo(
      await apply(unitNorm({ axis: 1 }), rows, backend),
      matrix(2, 3 / (5 + epsilon), 4 / (5 + epsilon), 6 / (10 + epsilon), 8 / (10 + epsilon)),
      tolerance,
    );
    const kernel = new NdArray(Float64Array.of(1, 2, 1, 2, 1, 2, 1, 2), [2, 2, 1, 2]);
    const half = Array.from({ length: 4 }, () => [1 / (2 + epsilon), 2 / (4 + epsilon)]).flat();
    closeTo(
      await apply(unitNorm({ axis: [0, 1, 2] }), kernel, backend),
      new NdArray(Float64Array.from(half), [2, 2, 1, 2]),
      tolerance,
    );
  });
});

/** Weights that are not so small that Keras' epsilon counts. */
const weights = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain((shape: [number, number]) => {
    const size = sizeOf(shape);
    const number = fc.double({ min: 0.01, max: 100, noNaN: true });
    const element = fc.tuple(number, fc.boolean()).map(([value, isNegative]) => (isNegative ? -value : value));
    return fc
      .array(element, { minLength: size, maxLength: size })
      .map((data) => new NdArray(Float64Array.from(data), shape satisfies Shape));
  });

const slack = 2 * epsilon;

describe("rules", () => {
  const laws: readonly (readonly [string, Constraint, (norm: number) => boolean])[] = [
    ["maxNorm", maxNorm({ maxValue: 1.5 }), (norm) => norm <= 1.5],
    ["unitNorm", unitNorm(), (norm) => Math.abs(norm - 1) < 2e-5],
    ["minMaxNorm", minMaxNorm({ minValue: 1, maxValue: 2 }), (norm) => norm > 1 - 2e-5 && norm <= 2],
  ];

  test.each(laws)("%s is kept, and a second time changes next to nothing", async (_name, constraint, keeps) => {
    await fc.assert(
      fc.asyncProperty(weights, async (weight) => {
        const once = await apply(constraint, weight);
        expect(columnNorms(once).every(keeps)).toBe(true);
        const twice = await apply(constraint, once);
        // Keras' epsilon takes 1e-7 from each length every time, or as much of a length of 1.
        closeTo(twice, once, { relative: 1e-4, absolute: slack });
      }),
      { numRuns: 30 },
    );
  });

  test("nonNegative keeps what is not negative, and a second time changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(weights, async (weight) => {
        const once = await apply(nonNegative(), weight);
        expect(Array.from(once.data)).toEqual(Array.from(weight.data, (value) => (value > 0 ? value : 0)));
        expect(await apply(nonNegative(), once)).toEqual(once);
      }),
      { numRuns: 30 },
    );
  });

  test("a weight of zeros stays one", async () => {
    const zeros = matrix(2, 0, 0, 0, 0);
    for (const constraint of [maxNorm(), unitNorm(), minMaxNorm({ minValue: 0.5 }), nonNegative()]) {
      expect(await apply(constraint, zeros)).toEqual(zeros);
    }
  });

  test("bounds the wrong way round are refused", () => {
    expect(() => minMaxNorm({ minValue: 2, maxValue: 1 }).call(input("w", [2, 2]))).toThrow(
      "minMaxNorm: maxValue: got 1, expected at least the minimum 2",
    );
  });
});

test("the defaults are those of Keras", () => {
  expect([maxNorm().config, unitNorm().config, minMaxNorm().config]).toEqual([
    { maxValue: 2, axis: 0 },
    { axis: 0 },
    { minValue: 0, maxValue: 1, rate: 1, axis: 0 },
  ]);
});
