// NaN is traced: to the epoch, the batch, the rows, the layer and the operation that first made it.
import { describe, expect, test } from "vitest";
import {
  type Backend,
  DivergenceError,
  defineLayer,
  dense,
  dropout,
  type Layer,
  ops,
  reference,
  sequential,
  sgd,
  wasm,
} from "../../src/index.ts";

/** A layer without weights. */
const layerOf = (name: string, call: (x: ReturnType<typeof ops.abs>) => ReturnType<typeof ops.abs>): Layer =>
  defineLayer({ name, description: "A layer for tests", call: (_weights, x) => call(x) })();

async function rejection(training: Promise<unknown>): Promise<DivergenceError> {
  try {
    await training;
  } catch (error) {
    if (error instanceof DivergenceError) return error;
    throw error;
  }
  throw new Error("the training did not diverge");
}

const rows = 12;
const ones = (value: (row: number) => number) => Array.from({ length: rows }, (_, row) => [value(row)]);

interface Trained {
  readonly layers: readonly Layer[];
  readonly x: number[][];
  readonly y?: number[][];
  readonly learningRate?: number;
  readonly shuffle?: boolean;
}

describe.each<Backend>([reference, wasm])("on $name", (backend) => {
  async function diverge({ layers, x, y = ones(() => 1), learningRate = 1e-6, shuffle = true }: Trained) {
    const model = sequential(layers, { seed: 4 });
    model.compile({ optimizer: sgd({ learningRate }), loss: "meanSquaredError", backend });
    const error = await rejection(model.fit(x, y, { epochs: 40, batchSize: 5, shuffle }));
    for (const weight of Object.values(model.getWeights())) {
      expect([...weight.data].every(Number.isFinite)).toBe(true);
    }
    if (error.origin === undefined) throw new Error("the divergence has no origin");
    return { error, origin: error.origin };
  }
  const first = () => dense({ units: 2, kernelInitializer: "ones", inputShape: [1] });

  test("the logarithm of a negative number names the row, its operand, and the layer", async () => {
    const x = ones((row) => (row === 7 ? -2 : row + 1));
    const logarithm = layerOf("logarithm", (value) => ops.log(value));
    const { error, origin } = await diverge({ layers: [first(), logarithm, dense({ units: 1 })], x });
    expect(origin).toMatchObject({ phase: "forward", layer: "logarithm", operation: "log", rows: [7], epoch: 0 });
    expect(origin.operands[0]).toBeCloseTo(-2, 3);
    expect(origin.value).toBeNaN();
    expect(error.batch).toBe(origin.batch);
    expect(error.rows).toContain(7);
    expect(error.message).toMatch(/first of all log\(-2\) = NaN in layer logarithm, epoch 1, batch \d, row 7/);
  });

  test("a derivative that is infinite where the value is not", async () => {
    const x = ones((row) => (row === 3 ? 0 : 1));
    const root = layerOf("root", (value) => ops.sqrt(value));
    const layers = [dense({ units: 1, useBias: false, kernelInitializer: "ones", inputShape: [1] }), root];
    const { origin } = await diverge({ layers, x, shuffle: false });
    expect(origin).toMatchObject({ phase: "gradient", batch: 0 });
    expect(["dense", "root"]).toContain(origin.layer);
  });

  test("weights that grow without bounds, with the norms of the gradients before", async () => {
    const { error, origin } = await diverge({
      layers: [first(), dense({ units: 1 })],
      x: ones((row) => row),
      learningRate: 1e3,
    });
    expect(origin.gradientNorms.length).toBeGreaterThan(0);
    expect(origin.gradientNorms.every(Number.isFinite)).toBe(true);
    expect(origin.largestGradients[0]?.weight).toMatch(/^dense(_1)?\/(kernel|bias)$/);
    expect(error.message).toContain("norms of the gradient before");
  });

  test("the step of the optimizer", async () => {
    const learningRate = backend === wasm ? 1e38 : 1e308;
    const { origin } = await diverge({
      layers: [dense({ units: 1, useBias: false, kernelInitializer: "ones", inputShape: [1] })],
      x: ones(() => 100),
      learningRate,
    });
    expect(origin).toMatchObject({ phase: "optimizer", layer: undefined, batch: 0 });
  });

  test("random numbers of layers are the same when the steps are made once more", async () => {
    // Only rows whose value survives dropout are divided by zero.
    const inverse = layerOf("inverse", (value) => ops.divide(1, ops.subtract(value, 2)));
    const copied = dense({ units: 1, kernelInitializer: "ones", trainable: false, inputShape: [1] });
    const { origin } = await diverge({
      layers: [copied, dropout({ rate: 0.5 }), inverse, dense({ units: 1 })],
      x: ones((row) => (row === 5 ? 1 : 0.3)),
    });
    expect(origin).toMatchObject({ layer: "inverse", rows: [5], operation: "divide" });
  });
});

describe("batches from a source", () => {
  const logarithm = layerOf("logarithm", (value) => ops.log(value));
  const build = (learningRate: number, layers: readonly Layer[]) => {
    const model = sequential([dense({ units: 1, kernelInitializer: "ones", inputShape: [1] }), ...layers], { seed: 1 });
    model.compile({ optimizer: sgd({ learningRate }), loss: "meanSquaredError" });
    return model;
  };

  test("are traced to the batch, and to the row in it", async () => {
    const model = build(1e-6, [logarithm]);
    const batches = [1, 2, 3, -4, 5].map((value) => ({ x: [[1], [value], [3]], y: [[1], [1], [1]] }));
    const { origin } = await rejection(model.fit(batches, { epochs: 2 }));
    expect(origin).toMatchObject({
      phase: "forward",
      layer: "logarithm",
      operation: "log",
      epoch: 0,
      batch: 3,
      rows: [1],
    });
  });

  test("are traced to the step whose weights are not finite, when the loss still is", async () => {
    const model = build(1e38, []);
    const { origin } = await rejection(model.fit(() => [{ x: [[100]], y: [[1]] }], { epochs: 9 }));
    expect(origin).toMatchObject({ phase: "optimizer", epoch: 0, batch: 0 });
    expect(Number.isFinite(model.getWeights()["dense/bias"]?.at(0) ?? Number.NaN)).toBe(true);
  });
});
