// Small layers: noise, shapes, learned slopes and vectors.
import { describe, expect, test } from "vitest";
import { reference, run, wasm } from "../../src/backends/index.ts";
import { callNetwork, sequentialNetwork } from "../../src/nn/index.ts";
import { dense, embedding, flatten, gaussianNoise, prelu, reshape } from "../../src/nn/layers/index.ts";
import "../../src/names.ts";
import { constant, input } from "../../src/ops/index.ts";
import { NdArray } from "../../src/tensor/index.ts";
import { sequential } from "../../src/training/index.ts";

describe("gaussianNoise", () => {
  const call = async (step: number): Promise<NdArray> => {
    const network = sequentialNetwork([gaussianNoise({ stddev: 0.5 })], [100]);
    const x = input("x", [40, 100]);
    const key = { seed: constant(9, { dtype: "int32" }), step: constant(step, { dtype: "int32" }) };
    const [y = x] = callNetwork(network, [x], new Map(), { training: true, random: key }).outputs;
    return (await run({ y }, { x: new NdArray(new Float32Array(4000), [40, 100]) }, wasm)).y;
  };

  test("has the mean 0 and the standard deviation that it was told", async () => {
    const data = Array.from((await call(1)).data);
    const mean = data.reduce((total, value) => total + value, 0) / data.length;
    const variance = data.reduce((total, value) => total + (value - mean) ** 2, 0) / data.length;
    // Five standard deviations of the mean and of the variance of 4,000 numbers.
    expect(Math.abs(mean)).toBeLessThan((5 * 0.5) / Math.sqrt(4000));
    expect(Math.abs(variance - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2 / 4000));
  });

  test("is another one in each step, and the same again under the same seed", async () => {
    const first = await call(1);
    expect(await call(1)).toEqual(first);
    expect(await call(2)).not.toEqual(first);
  });

  test("changes nothing when predicting", async () => {
    const model = sequential([gaussianNoise({ stddev: 3, inputShape: [2] })], { seed: 1 });
    expect((await model.predict([[1, 2]])).toNested()).toEqual([[1, 2]]);
  });
});

describe("reshape and flatten", () => {
  test("keep the numbers of each row in their order", async () => {
    const model = sequential([reshape({ targetShape: [-1, 2], inputShape: [6] }), flatten()], { seed: 1 });
    expect((await model.predict([[1, 2, 3, 4, 5, 6]])).toNested()).toEqual([[1, 2, 3, 4, 5, 6]]);
    expect(sequentialNetwork([reshape({ targetShape: [-1, 2] })], [6]).outputs[0]?.shape).toEqual([3, 2]);
  });

  test("errors say how many numbers there are", () => {
    expect(() => sequentialNetwork([reshape({ targetShape: [4, -1] })], [6])).toThrow(
      "layer reshape: cannot give rows [6] the shape [4,-1]: got 6 numbers in a row, expected a multiple of 4",
    );
    expect(() => sequentialNetwork([reshape({ targetShape: [4, 2] })], [6])).toThrow("expected 8");
    expect(() => reshape({ targetShape: [-1, -1] })).toThrow("of which one may be -1");
  });
});

describe("prelu", () => {
  test.each([reference, wasm])("has one slope for all values along shared axes on $name", async (backend) => {
    const network = sequentialNetwork([prelu({ sharedAxes: 1 })], [3, 2]);
    expect(network.weights[0]?.shape).toEqual([1, 2]);
    const x = input("x", [1, 3, 2]);
    const weights = new Map([["prelu/alpha", constant([[0.5, 0.25]])]]);
    const [y = x] = callNetwork(network, [x], weights, { training: false }).outputs;
    const data = new NdArray(Float64Array.of(1, -2, -4, 4, 0, -8), [1, 3, 2]);
    expect((await run({ y }, { x: data }, backend)).y.toNested()).toEqual([
      [
        [1, -0.5],
        [-2, 4],
        [0, -2],
      ],
    ]);
  });
});

describe("embedding", () => {
  const model = sequential([embedding({ inputDim: 5, outputDim: 3, inputShape: [2] })], { seed: 1 });

  test("gives the vector of each class number", async () => {
    const vectors = model.getWeights()["embedding/embeddings"]?.toNested();
    const wanted = Array.isArray(vectors) ? [vectors[4], vectors[0]] : [];
    expect((await model.predict([[4, 0]])).toNested()).toEqual([wanted]);
  });

  test("refuses class numbers that it has no vector for, and says where", async () => {
    const wrong = [
      [0, 1],
      [2, 5],
    ];
    await expect(model.predict(wrong)).rejects.toThrow(/row 1, column 1.*got 5.*0 to 4/);
    await expect(model.predict([[0.5, 1]])).rejects.toThrow(/row 0, column 0.*got 0.5/);
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const y = new NdArray(new Float32Array(12), [2, 2, 3]);
    await expect(model.fit(wrong, y)).rejects.toThrow(/row 1, column 1/);
  });

  test("learns only the vectors that occur", async () => {
    const trained = sequential(
      [embedding({ inputDim: 4, outputDim: 2, inputShape: [1] }), flatten(), dense({ units: 1 })],
      {
        seed: 2,
      },
    );
    trained.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const before = trained.getWeights()["embedding/embeddings"];
    await trained.fit([[1], [3]], [[1], [2]]);
    const after = trained.getWeights()["embedding/embeddings"];
    for (const [row, changes] of [false, true, false, true].entries()) {
      expect([row, after?.at(row, 0) !== before?.at(row, 0)]).toEqual([row, changes]);
    }
  });
});
