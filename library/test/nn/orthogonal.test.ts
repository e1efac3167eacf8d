// The orthogonal initializer: orthogonal to rounding, evenly distributed, for every shape and for bad luck too.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { createPlan, createProgram } from "../../src/graph/index.ts";
import { orthogonalPart, randomSource } from "../../src/nn/index.ts";
import { orthogonal } from "../../src/nn/initializers/index.ts";
import { constant, input } from "../../src/ops/index.ts";
import { NdArray, type Shape, sizeOf } from "../../src/tensor/index.ts";

/** Draws under many seeds with one plan; the seed is an input, so that the backend computes everything. */
async function draws(
  shape: Shape,
  seeds: readonly number[],
  { gain = 1, backend = wasm }: { readonly gain?: number; readonly backend?: Backend } = {},
): Promise<NdArray[]> {
  const key = { seed: input("seed", [], "int32"), step: constant(0, { dtype: "int32" }), stream: 3 };
  const q = orthogonal({ gain }).values(shape, randomSource(key));
  const session = await backend.open();
  const executable = await session.compile(createPlan(createProgram({ outputs: { q } }), backend));
  const storages = { seed: session.allocate(key.seed), q: session.allocate(q) };
  const invocation = executable.bind(storages);
  const results: NdArray[] = [];
  for (const value of seeds) {
    storages.seed.write([value]);
    await invocation.run();
    results.push(new NdArray((await storages.q.read()).slice(), shape));
  }
  return results;
}

async function draw(shape: Shape, seed = 1, options: Parameters<typeof draws>[2] = {}): Promise<NdArray> {
  const [result] = await draws(shape, [seed], options);
  if (result === undefined) throw new Error("nothing was drawn");
  return result;
}

/** The largest difference of the shorter vectors' inner products from those of orthogonal ones of a length. */
function deviation({ data, shape }: NdArray, length = 1): number {
  const columns = shape.at(-1) ?? 1;
  const rows = sizeOf(shape.slice(0, -1));
  const [count, size] = [Math.min(rows, columns), Math.max(rows, columns)];
  const at = (vector: number, position: number): number =>
    data[rows < columns ? vector * columns + position : position * columns + vector] ?? Number.NaN;
  let worst = 0;
  for (let a = 0; a < count; a += 1) {
    for (let b = a; b < count; b += 1) {
      let product = 0;
      for (let position = 0; position < size; position += 1) product += at(a, position) * at(b, position);
      worst = Math.max(worst, Math.abs(product - (a === b ? length ** 2 : 0)));
    }
  }
  return worst;
}

describe("columns are orthogonal and of length 1, or rows where those are fewer", () => {
  test.each([[[1, 1]], [[7, 7]], [[64, 64]], [[32, 128]], [[128, 32]], [[5, 4]], [[3, 3, 8, 16]], [[256, 256]]])(
    "%j in float32 to 1e-5",
    async (shape) => {
      expect(deviation(await draw(shape))).toBeLessThan(1e-5);
    },
  );

  test.each([[[1, 1]], [[7, 7]], [[8, 20]], [[2, 2, 3, 5]]])("%j in float64 to 1e-12", async (shape) => {
    expect(deviation(await draw(shape, 1, { backend: reference }))).toBeLessThan(1e-12);
  });

  test("for every seed", async () => {
    const seeds = Array.from({ length: 100 }, (_, seed) => seed);
    for (const matrix of await draws([3, 3], seeds)) expect(deviation(matrix)).toBeLessThan(1e-5);
  });

  test("for every shape", async () => {
    const size = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(size, { minLength: 2, maxLength: 4 }), fc.nat(), async (shape, seed) => {
        expect(deviation(await draw(shape, seed % 2 ** 31))).toBeLessThan(1e-5);
      }),
      { numRuns: 15 },
    );
  });

  test("with the length gain", async () => {
    expect(deviation(await draw([6, 4], 1, { gain: 0.5 }), 0.5)).toBeLessThan(1e-5);
  });

  test("also where the numbers drawn are nearly linearly dependent", async () => {
    for (const distance of [1e-3, 1e-5, 1e-7]) {
      const unlucky = new NdArray(Float32Array.of(1, 0.5, 0.25, 2, 1 + distance, 0.5, 3, 1.5, 0.75 + distance), [3, 3]);
      const { q } = await run({ q: orthogonalPart(input("x", [3, 3]), 3, 3) }, { x: unlucky }, wasm);
      expect(deviation(q)).toBeLessThan(1e-5);
    }
  });
});

describe("matrices are distributed evenly", () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  test("rotations and reflections of the plane are equally likely, and so are all angles", async () => {
    const matrices = (await draws([2, 2], seeds)).map(({ data }) => Array.from(data));
    const reflections = matrices.filter(([a = 0, b = 0, c = 0, d = 0]) => a * d - b * c < 0).length;
    // Five standard deviations of a share of a half among 300, and of a quarter.
    expect(Math.abs(reflections - 150)).toBeLessThan(5 * Math.sqrt(300 / 4));
    const quadrants = [0, 0, 0, 0];
    for (const [x = 0, , y = 0] of matrices) {
      const quadrant = Number(x > 0) + 2 * Number(y > 0);
      quadrants[quadrant] = (quadrants[quadrant] ?? 0) + 1;
    }
    for (const count of quadrants) expect(Math.abs(count - 75)).toBeLessThan(5 * Math.sqrt((300 * 3) / 16));
  });

  test("elements have the moments of a coordinate of a random unit vector", async () => {
    const elements = (await draws([4, 3], seeds)).flatMap(({ data }) => Array.from(data));
    // With 4 coordinates: mean 0, second moment 1/4, fourth moment 3 / (4 * 6).
    expect(Math.abs(mean(elements))).toBeLessThan(0.03);
    expect(mean(elements.map((x) => x ** 2))).toBeCloseTo(1 / 4, 5);
    expect(Math.abs(mean(elements.map((x) => x ** 4)) - 1 / 8)).toBeLessThan(0.01);
  });
});

test("the same seed gives the same bits, another one another matrix", async () => {
  const first = await draw([16, 16], 5);
  expect(await draw([16, 16], 5)).toEqual(first);
  expect(await draw([16, 16], 6)).not.toEqual(first);
});
