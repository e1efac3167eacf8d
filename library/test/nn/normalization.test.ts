// Normalizations: what they learn, what they keep when frozen, and that large means cost no digits.
import { describe, expect, test } from "vitest";
import { reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import type { Layer } from "../../src/nn/index.ts";
import { batchNormalization, dense, layerNormalization } from "../../src/nn/layers/index.ts";
import "../../src/names.ts";
import { constant, input, multiply, randomArray, square, sum } from "../../src/ops/index.ts";
import { NdArray, Random, type Shape, type Tensor } from "../../src/tensor/index.ts";
import { sequential } from "../../src/training/index.ts";
import { closeTo } from "../ops/closeTo.ts";

interface Mode {
  readonly training?: boolean;
  readonly trainable?: boolean;
}

/** A call of a layer on rows, and the updates that it asks for; weights have their usual first values. */
function call(layer: Layer, x: Tensor, { training = true, trainable = true }: Mode = {}) {
  const updates: Record<string, Tensor> = {};
  const first = (name: string, shape: Shape) => constant(/gamma|Variance/.test(name) ? 1 : 0, { shape });
  const definitions = layer.weights([x.shape.slice(1)]);
  const weights = new Map([...definitions].map(([name, { shape }]) => [name, first(name, shape)]));
  const y = layer.call(weights, [x], {
    training,
    trainable,
    addLoss: () => expect.unreachable(),
    random: () => expect.unreachable(),
    update: (name, value) => {
      updates[name] = value;
    },
  });
  return { y, updates };
}

const random = new Random(11);

describe("batchNormalization", () => {
  const x = randomArray(random, [4, 3]);
  const node = input("x", [4, 3]);

  test("frozen, it predicts in training too, and keeps its averages", async () => {
    const frozen = call(batchNormalization(), node, { trainable: false });
    expect(Object.keys(frozen.updates)).toEqual([]);
    const predicting = call(batchNormalization(), node, { training: false });
    const { a, b } = await run({ a: frozen.y, b: predicting.y }, { x });
    expect(a).toEqual(b);
  });

  test("divides the variance that it keeps by n, or by n - 1 as PyTorch's", async () => {
    const biased = call(batchNormalization({ momentum: 0 }), node).updates.movingVariance ?? node;
    const unbiased = call(batchNormalization({ momentum: 0, unbiased: true }), node).updates.movingVariance ?? node;
    const found = await run({ biased, unbiased }, { x });
    const column = [0, 1, 2, 3].map((row) => x.at(row, 0));
    const mean = column.reduce((total, value) => total + value) / 4;
    const squares = column.reduce((total, value) => total + (value - mean) ** 2, 0);
    expect(found.biased.at(0)).toBeCloseTo(squares / 4, 12);
    expect(found.unbiased.at(0)).toBeCloseTo(squares / 3, 12);
  });

  test("normalizes along the axis it is told", async () => {
    const pictures = randomArray(random, [2, 3, 5]);
    const { y } = call(batchNormalization({ axis: 1, epsilon: 0 }), input("x", [2, 3, 5]));
    const found = (await run({ y }, { x: pictures })).y;
    for (const channel of [0, 1, 2]) {
      const values = [0, 1].flatMap((row) => [0, 1, 2, 3, 4].map((at) => found.at(row, channel, at)));
      expect(values.reduce((total, value) => total + value)).toBeCloseTo(0, 10);
      expect(values.reduce((total, value) => total + value ** 2, 0) / 10).toBeCloseTo(1, 10);
    }
  });

  test("refuses the axis of the rows and axes outside, with the layer's name", () => {
    const build = (axis: number) => sequential([batchNormalization({ axis, inputShape: [3] })], { seed: 1 });
    expect(() => build(0)).toThrow(
      "layer batchNormalization: axis: got 0 for rows [3], expected distinct numbers from 1 to 1, or negative",
    );
    expect(() => build(2)).toThrow("axis: got 2 for rows [3]");
    expect(() => build(-2)).toThrow("axis: got -2 for rows [3]");
  });

  test("its averages follow the data in training, and prediction uses them", async () => {
    const model = sequential([batchNormalization({ momentum: 0.5, inputShape: [2] }), dense({ units: 1 })], {
      seed: 1,
    });
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    const rows = new NdArray(
      Float32Array.from({ length: 128 }, (_, at) => (at % 2 === 0 ? 5 : -100) + random.uniform(-1, 1)),
      [64, 2],
    );
    await model.fit(rows, new NdArray(new Float32Array(64), [64, 1]), { epochs: 20, batchSize: 64 });
    const mean = model.getWeights()["batchNormalization/movingMean"];
    expect(mean?.at(0)).toBeCloseTo(5, 0);
    expect(mean?.at(1)).toBeCloseTo(-100, 0);
  });
});

describe("large means cost no digits", () => {
  const small = randomArray(random, [6, 4]);
  const shifted = new NdArray(
    Float64Array.from(small.data, (value) => Math.fround(value + 4096)),
    [6, 4],
  );
  const centered = new NdArray(
    Float64Array.from(shifted.data, (value) => value - 4096),
    [6, 4],
  );
  test.each([
    ["batchNormalization", batchNormalization()],
    ["layerNormalization", layerNormalization()],
  ])("in %s", async (_name, layer) => {
    const { y } = call(layer, input("x", [6, 4]));
    const expected = await run({ y }, { x: centered }, reference);
    // Numbers near 4096 are given with 12 bits behind the point; everything else is exact to float32.
    closeTo((await run({ y }, { x: shifted }, wasm)).y, expected.y, { relative: 1e-3, absolute: 1e-3 });
  });
});

describe("second derivatives are those of finite differences", () => {
  test.each([
    ["batchNormalization", batchNormalization({ epsilon: 0.1 })],
    ["layerNormalization", layerNormalization({ epsilon: 0.1 })],
  ])("of %s", async (_name, layer) => {
    const x = input("x", [3, 4]);
    const weights = constant(randomArray(new Random(2), [3, 4]));
    const { y } = call(layer, x);
    const [first = x] = gradients(sum(multiply(square(y), weights)), [x]);
    const [second = x] = gradients(sum(multiply(first, weights)), [x]);
    const start = randomArray(new Random(4), [3, 4]);
    const { exact } = await run({ exact: second }, { x: start });
    const scalar = sum(multiply(first, weights));
    const step = 1e-5;
    const at = async (position: number, by: number): Promise<number> => {
      const moved = Float64Array.from(start.data, (value, index) => (index === position ? value + by : value));
      return (await run({ scalar }, { x: new NdArray(moved, [3, 4]) })).scalar.at();
    };
    for (const [position, value] of [...exact.data].entries()) {
      const difference = ((await at(position, step)) - (await at(position, -step))) / (2 * step);
      expect(Math.abs(difference - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
    }
  });
});
