// Initializers: the distributions they are named after, the same bits under the same seed.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { reference, run, wasm } from "../../src/backends/index.ts";
import { fans, type Initializer, initializationStream, randomSource } from "../../src/nn/index.ts";
import * as initializers from "../../src/nn/initializers/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { constant } from "../../src/ops/index.ts";
import type { NdArray, Shape } from "../../src/tensor/index.ts";
import { type BackendName, sequential } from "../../src/training/index.ts";

async function draw(
  initializer: Initializer,
  shape: Shape,
  { seed = 1, stream = 0, backend = wasm } = {},
): Promise<NdArray> {
  const key = {
    seed: constant(seed, { dtype: "int32" }),
    step: constant(0, { dtype: "int32" }),
    stream: initializationStream(stream),
  };
  return (await run({ values: initializer.values(shape, randomSource(key)) }, {}, backend)).values;
}

function moments(values: NdArray): { mean: number; deviation: number; largest: number } {
  const data = Float64Array.from(values.data);
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { mean, deviation: Math.sqrt(variance), largest };
}

const [fanIn, fanOut] = [100, 300];
const uniform = (limit: number) => ({ deviation: limit / Math.sqrt(3), largest: limit });
const truncated = (deviation: number) => ({ deviation, largest: (2 * deviation) / 0.87962566 });

describe("distributions", () => {
  test.each([
    ["glorotUniform", initializers.glorotUniform(), uniform(Math.sqrt(6 / (fanIn + fanOut)))],
    ["heUniform", initializers.heUniform(), uniform(Math.sqrt(6 / fanIn))],
    ["lecunUniform", initializers.lecunUniform(), uniform(Math.sqrt(3 / fanIn))],
    ["randomUniform", initializers.randomUniform({ minimum: -2, maximum: 2 }), uniform(2)],
    ["glorotNormal", initializers.glorotNormal(), truncated(Math.sqrt(2 / (fanIn + fanOut)))],
    ["heNormal", initializers.heNormal(), truncated(Math.sqrt(2 / fanIn))],
    ["lecunNormal", initializers.lecunNormal(), truncated(Math.sqrt(1 / fanIn))],
    ["varianceScaling", initializers.varianceScaling(), truncated(Math.sqrt(1 / fanIn))],
    [
      "varianceScaling by outputs",
      initializers.varianceScaling({ scale: 3, mode: "fanOut", distribution: "uniform" }),
      uniform(Math.sqrt(9 / fanOut)),
    ],
    [
      "varianceScaling by both",
      initializers.varianceScaling({ scale: 2, mode: "fanAverage", distribution: "untruncatedNormal" }),
      { deviation: Math.sqrt(2 / 200), largest: 6 * Math.sqrt(2 / 200) },
    ],
    ["truncatedNormal", initializers.truncatedNormal({ standardDeviation: 3 }), truncated(3 * 0.87962566)],
    ["randomNormal", initializers.randomNormal({ standardDeviation: 0.5 }), { deviation: 0.5, largest: 3 }],
  ])("%s has its mean, deviation and range", async (_name, initializer, { deviation, largest }) => {
    const found = moments(await draw(initializer, [fanIn, fanOut]));
    const tolerance = (5 * deviation) / Math.sqrt(fanIn * fanOut);
    expect(Math.abs(found.mean)).toBeLessThan(tolerance);
    expect(Math.abs(found.deviation - deviation)).toBeLessThan(tolerance);
    expect(found.largest).toBeLessThanOrEqual(largest * 1.000001);
    expect(found.largest).toBeGreaterThan(largest * 0.6);
  });

  test("a truncated normal has the quartiles of the normal distribution between -2 and 2", async () => {
    const { data } = await draw(initializers.truncatedNormal({ standardDeviation: 1 }), [200, 500]);
    const sorted = Float64Array.from(data).sort();
    // Quantiles of the distribution function (Phi(z) - Phi(-2)) / (Phi(2) - Phi(-2)).
    const expected = new Map([
      [0.1, -1.1831],
      [0.25, -0.6378],
      [0.5, 0],
      [0.75, 0.6378],
      [0.9, 1.1831],
    ]);
    for (const [share, quantile] of expected) {
      expect(Math.abs((sorted[Math.floor(share * data.length)] ?? 9) - quantile)).toBeLessThan(0.02);
    }
  });

  test("zeros and ones are that, also for a weight without elements", async () => {
    expect((await draw(initializers.zeros(), [2, 2])).toNested()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect((await draw(initializers.ones(), [3])).toNested()).toEqual([1, 1, 1]);
    expect((await draw(initializers.glorotUniform(), [0, 3])).size).toBe(0);
  });

  test("constant is its value, identity the identity matrix, also where that is not square", async () => {
    expect((await draw(initializers.constant({ value: -2.5 }), [2])).toNested()).toEqual([-2.5, -2.5]);
    expect((await draw(initializers.constant(), [2])).toNested()).toEqual([0, 0]);
    expect((await draw(initializers.identity({ gain: 3 }), [2, 3])).toNested()).toEqual([
      [3, 0, 0],
      [0, 3, 0],
    ]);
  });

  test("a convolution's kernel counts its window in the fans", async () => {
    const shape = [3, 3, 16, 32];
    const { largest } = moments(await draw(initializers.glorotUniform(), shape));
    const limit = Math.sqrt(6 / (9 * 16 + 9 * 32));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(limit * 0.99);
  });

  test("each named initializer has the bits of the variance scaling that it stands for", async () => {
    const pairs = [
      [initializers.glorotUniform(), { mode: "fanAverage", distribution: "uniform" }],
      [initializers.glorotNormal(), { mode: "fanAverage" }],
      [initializers.heUniform(), { scale: 2, distribution: "uniform" }],
      [initializers.heNormal(), { scale: 2 }],
      [initializers.lecunUniform(), { distribution: "uniform" }],
      [initializers.lecunNormal(), {}],
    ] as const;
    for (const [named, options] of pairs) {
      const scaled = initializers.varianceScaling(options);
      expect(await draw(named, [5, 7])).toEqual(await draw(scaled, [5, 7]));
    }
  });
});

const unused = randomSource({
  seed: constant(0, { dtype: "int32" }),
  step: constant(0, { dtype: "int32" }),
  stream: 0,
});

test.each([
  [
    initializers.randomUniform({ minimum: 1, maximum: 0 }),
    [1],
    "randomUniform: maximum: got 0, expected at least the minimum 1",
  ],
  [initializers.orthogonal(), [3], "orthogonal takes weights of at least two axes: got shape [3]"],
  [initializers.identity(), [3, 3, 3], "identity takes weights of two axes: got shape [3,3,3]"],
] as const)("%#: what cannot be drawn is refused", (initializer, shape, message) => {
  expect(() => initializer.values(shape, unused)).toThrow(message);
});

test("fans are counted as Keras counts them", () => {
  expect(fans([3, 5])).toEqual({ fanIn: 3, fanOut: 5 });
  expect(fans([7])).toEqual({ fanIn: 7, fanOut: 7 });
  expect(fans([])).toEqual({ fanIn: 1, fanOut: 1 });
  expect(fans([3, 3, 4, 8])).toEqual({ fanIn: 36, fanOut: 72 });
});

describe("seeds", () => {
  const weights = (seed: number, backend: BackendName = "wasm"): Readonly<Record<string, NdArray>> => {
    const model = sequential([dense({ units: 5, inputShape: [4] }), dense({ units: 5 }), dense({ units: 5 })], {
      seed,
    });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError", backend });
    return model.getWeights();
  };

  test("the same seed gives the same bits, another seed others, over the whole range of seeds", () => {
    for (const seed of [0, 1, 2 ** 31, 2 ** 32 - 1]) expect(weights(seed)).toEqual(weights(seed));
    expect(weights(1)).not.toEqual(weights(2));
    expect(weights(0)).not.toEqual(weights(2 ** 31));
  });

  test("each weight has numbers of its own, though layers are alike", () => {
    const { "dense_1/kernel": second, "dense_2/kernel": third } = weights(1);
    expect(second?.shape).toEqual(third?.shape);
    expect(second).not.toEqual(third);
  });

  test("both backends draw the same numbers, up to the precision of each", () => {
    const single = weights(7);
    const double = weights(7, "reference");
    for (const [name, { data }] of Object.entries(single)) {
      data.forEach((value, index) => {
        expect(Math.abs(value - (double[name]?.data[index] ?? Number.NaN))).toBeLessThan(1e-6);
      });
    }
    expect(double["dense/kernel"]?.data).toBeInstanceOf(Float64Array);
    expect(reference.deterministic && wasm.deterministic).toBe(true);
  });

  test("known numbers: the bits do not change from version to version", () => {
    const [first, second] = weights(42)["dense/kernel"]?.data ?? [];
    expect([first, second]).toMatchInlineSnapshot(`
      [
        -0.0945364236831665,
        -0.40702763199806213,
      ]
    `);
  });
});
