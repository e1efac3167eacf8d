// predict and predictor: the same numbers for any number of rows, for one row at once, with the present weights.
import "../../src/names.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dense } from "../../src/nn/layers/index.ts";
import { NdArray, Random } from "../../src/tensor/index.ts";
import { type Model, sequential } from "../../src/training/index.ts";

const random = new Random(3);
const inputs = 5;
const rows = new NdArray(
  Float32Array.from({ length: 300 * inputs }, () => random.uniform(-2, 2)),
  [300, inputs],
);

function network(backend: "wasm" | "reference" = "wasm"): Model {
  const model = sequential(
    [dense({ units: 7, activation: "tanh", inputShape: [inputs] }), dense({ units: 3, activation: "softmax" })],
    { seed: 8 },
  );
  model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy", backend });
  return model;
}

/** Largest difference between two lists of numbers. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let index = 0; index < a.length; index += 1) most = Math.max(most, Math.abs((a[index] ?? 0) - (b[index] ?? 0)));
  return most;
}

describe("predict", () => {
  test("gives each row the same output, however many rows there are and however many at a time", async () => {
    const model = network();
    const whole = await model.predict(rows);
    expect(whole.shape).toEqual([300, 3]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 400 }), async (count, batchSize) => {
        const some = await model.predict(rows.rows(0, count), { batchSize });
        expect(some.shape).toEqual([count, 3]);
        expect(difference(some.data, whole.rows(0, count).data)).toBeLessThan(1e-6);
      }),
      { numRuns: 40 },
    );
  });

  test("agrees with the float64 reference", async () => {
    const double = await network("reference").predict(rows);
    expect(double.data).toBeInstanceOf(Float64Array);
    expect(difference((await network().predict(rows)).data, double.data)).toBeLessThan(1e-6);
  });

  test("of many sizes while the model is trained does not disturb the training", async () => {
    const [disturbed, quiet] = [network(), network()];
    const onEpochEnd = async () => {
      for (let batchSize = 1; batchSize < 40; batchSize += 1) await disturbed.predict(rows, { batchSize });
    };
    const y = new Int32Array(300);
    await disturbed.fit(rows, y, { epochs: 2, callbacks: [{ onEpochEnd }] });
    await quiet.fit(rows, y, { epochs: 2 });
    expect(disturbed.getWeights()).toEqual(quiet.getWeights());
  });

  test("works while the model is trained, with the weights of that moment", async () => {
    const model = network();
    const outputs: number[] = [];
    const onEpochEnd = async () => void outputs.push((await model.predict(rows.rows(0, 1))).at(0, 0));
    await model.fit(rows, new Int32Array(300), { epochs: 3, callbacks: [{ onEpochEnd }] });
    expect(outputs[0]).toBeLessThan(outputs[1] ?? 0);
    expect(outputs[1]).toBeLessThan(outputs[2] ?? 0);
    expect((await model.predict(rows.rows(0, 1))).at(0, 0)).toBe(outputs[2]);
  });

  test.each(["wasm", "reference"] as const)("goes on when layers are frozen meanwhile, on %s", async (backend) => {
    const model = network(backend);
    const expected = (await model.predict(rows, { batchSize: 32 })).data;
    const score = await model.evaluate(rows, new Int32Array(300), { batchSize: 32 });
    const under = [
      model.predict(rows, { batchSize: 32 }),
      model.evaluate(rows, new Int32Array(300), { batchSize: 32 }),
    ] as const;
    model.freeze("dense");
    // Takes the memory that has become free.
    await model.fit(rows, new Int32Array(300), { epochs: 2 });
    expect((await under[0]).data).toEqual(expected);
    expect(await under[1]).toEqual(score);
  });

  test("goes on when the model is compiled anew meanwhile; evaluate says that its loss is another now", async () => {
    const model = network();
    const expected = (await model.predict(rows, { batchSize: 32 })).data;
    const [predicted, evaluated] = [
      model.predict(rows, { batchSize: 32 }),
      model.evaluate(rows, new Int32Array(300), { batchSize: 32 }),
    ];
    model.compile({ optimizer: "adam", loss: "categoricalHinge" });
    await expect(evaluated).rejects.toThrow("the model was compiled anew while it was evaluated");
    expect((await predicted).data).toEqual(expected);
  });
});

describe("predictor", () => {
  test.each(["wasm", "reference"] as const)("gives what predict gives, row by row, on %s", async (backend) => {
    const model = network(backend);
    const some = rows.rows(0, 20);
    const whole = await model.predict(some);
    const predictRow = model.predictor();
    for (let row = 0; row < 20; row += 1) {
      const output = predictRow(some.rows(row, row + 1).data);
      expect(difference(output, whole.rows(row, row + 1).data)).toBeLessThan(1e-6);
    }
  });

  test("takes lists and typed arrays, and gives a new array each time, or always the same one", () => {
    const model = network();
    const predictRow = model.predictor();
    const [first, second] = [predictRow([1, 2, 3, 4, 5]), predictRow(Float64Array.of(1, 2, 3, 4, 5))];
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
    const reusing = model.predictor({ reuse: true });
    const kept = reusing([1, 2, 3, 4, 5]);
    expect(kept).toEqual(first);
    expect(reusing([5, 4, 3, 2, 1])).toBe(kept);
    expect(kept).not.toEqual(first);
  });

  test("uses the present weights: after training, after setWeights, and after another backend was chosen", async () => {
    const model = network();
    const predictRow = model.predictor();
    const row = [1, 2, 3, 4, 5];
    const expected = async () => (await model.predict([row])).data;
    const before = predictRow(row);
    await model.fit(rows, new Int32Array(300));
    expect(predictRow(row)).not.toEqual(before);
    expect(difference(predictRow(row), await expected())).toBeLessThan(1e-6);
    model.setWeights({ "dense_1/bias": [5, 0, 0] });
    expect(difference(predictRow(row), await expected())).toBeLessThan(1e-6);
    model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy", backend: "reference" });
    expect(difference(predictRow(row), await expected())).toBeLessThan(1e-6);
    expect(predictRow(row)[0]).toBeGreaterThan(0.9);
  });

  test("uses the present weights after layers were frozen and the others trained", async () => {
    const model = network();
    const predictRow = model.predictor();
    const row = [1, 2, 3, 4, 5];
    const before = predictRow(row);
    model.freeze("dense");
    expect(predictRow(row)).toEqual(before);
    await model.fit(rows, new Int32Array(300));
    expect(predictRow(row)).not.toEqual(before);
    expect(difference(predictRow(row), (await model.predict([row])).data)).toBeLessThan(1e-6);
  });

  test("goes on after many other batch sizes have been compiled", async () => {
    const model = network();
    const predictRow = model.predictor();
    const first = predictRow([1, 2, 3, 4, 5]);
    for (let batchSize = 2; batchSize < 40; batchSize += 1) await model.predict(rows, { batchSize });
    expect(predictRow([1, 2, 3, 4, 5])).toEqual(first);
  });

  test("refuses rows that do not fit", () => {
    const predictRow = network().predictor();
    expect(() => predictRow([1, 2])).toThrow("the row does not fit the model: got 2 values, expected 5");
    expect(() => predictRow([1, 2, Number.NaN, 4, 5])).toThrow(
      "column 2 of the row: got NaN, expected a finite number",
    );
  });
});

describe("weights", () => {
  test("are replaced by name, others stay; copies are given out", () => {
    const model = network();
    const before = model.getWeights();
    before["dense/bias"]?.data.fill(9);
    expect(model.getWeights()["dense/bias"]?.toNested()).toEqual([0, 0, 0, 0, 0, 0, 0]);
    model.setWeights({ "dense_1/bias": [1, 2, 3] });
    const { "dense_1/bias": bias, "dense/kernel": kernel } = model.getWeights();
    expect(bias?.toNested()).toEqual([1, 2, 3]);
    expect(kernel).toEqual(before["dense/kernel"]);
  });

  test("that do not fit are refused, and nothing is replaced", () => {
    const model = network();
    const before = model.getWeights();
    expect(() => model.setWeights({ "dense/bias": new Float32Array(7), "dense_1/bais": [1, 2, 3] })).toThrow(
      'the model has no weight "dense_1/bais": expected one of dense/kernel, dense/bias, dense_1/kernel, dense_1/bias. ' +
        'Did you mean "dense_1/bias"?',
    );
    expect(() => model.setWeights({ "dense_1/bias": [1, 2, 3], "dense/bias": [1] })).toThrow(
      "dense/bias: a weight has another shape: got [1], expected [7]",
    );
    expect(model.getWeights()).toEqual(before);
  });
});
