// Recurrent layers: masks, directions and dropout; plans as small for long sequences as for short ones; they learn.
import { describe, expect, test } from "vitest";
import { addKernels, loopKernels, reference, run, wasm } from "../../src/backends/index.ts";
import { trainTestSplit } from "../../src/data/index.ts";
import { digits } from "../../src/digits.ts";
import { createPlan, createProgram, gradients } from "../../src/graph/index.ts";
import { buildNetwork, callNetwork, type Layer, type Network, sequentialNetwork } from "../../src/nn/index.ts";
import { dense, gru, lstm, reshape, simpleRnn } from "../../src/nn/layers/index.ts";
import "../../src/names.ts";
import { constant, input, randomArray, square, sum } from "../../src/ops/index.ts";
import { NdArray, Random, type Tensor } from "../../src/tensor/index.ts";
import { sequential } from "../../src/training/index.ts";
import { adam } from "../../src/training/optimizers/index.ts";
import { closeTo } from "../ops/closeTo.ts";

addKernels(loopKernels);

const random = new Random(3);
const kinds = { simpleRnn, lstm, gru } as const;
const cases = Object.entries(kinds);

/** A layer's network over sequences of 4 steps of 3 features, with a mask as second input if one is wanted. */
function networkOf(layer: Layer, withMask = false): Network {
  const inputs = [
    { name: "x", shape: [4, 3], dtype: "float" as const },
    ...(withMask ? [{ name: "mask", shape: [4], dtype: "float" as const }] : []),
  ];
  const connections = [{ layer, inputs: inputs.map((_, at) => at) }];
  return buildNetwork({ inputs, connections, outputs: [{ name: "y", position: inputs.length }] });
}

/** Some weights for a network, the same for layers of one kind. */
function weightsOf({ weights }: Network): ReadonlyMap<string, Tensor> {
  const local = new Random(8);
  return new Map(weights.map(({ name, shape }) => [name, constant(randomArray(local, shape, -1, 1))]));
}

const x = input("x", [2, 4, 3]);
const rows = randomArray(random, [2, 4, 3]);

function outputOf(layer: Layer, inputs: readonly Tensor[] = [x], training = false): Tensor {
  const network = networkOf(layer, inputs.length > 1);
  const [y = x] = callNetwork(network, inputs, weightsOf(network), { training }).outputs;
  return y;
}

describe.each(cases)("%s", (_name, make) => {
  test("gives the same forward, backward and in part", async () => {
    const reversed = new NdArray(
      Float64Array.from(rows.data, (_, at) => {
        const [row, step, feature] = [Math.floor(at / 12), Math.floor(at / 3) % 4, at % 3];
        return rows.at(row, 3 - step, feature);
      }),
      [2, 4, 3],
    );
    const backwards = { units: 2, goBackwards: true, returnSequences: true };
    const forwards = { units: 2, returnSequences: true };
    const { y: all } = await run({ y: outputOf(make(forwards)) }, { x: rows });
    const { y: last } = await run({ y: outputOf(make({ units: 2 })) }, { x: rows });
    const { y: back } = await run({ y: outputOf(make(backwards)) }, { x: reversed });
    closeTo(back, all);
    expect([last.at(0, 0), last.at(1, 1)]).toEqual([all.at(0, 3, 0), all.at(1, 3, 1)]);
  });

  test.each([reference, wasm])("steps that do not count leave the output as it is, on $name", async (backend) => {
    const mask = new NdArray(Float64Array.of(0, 1, 1, 0, 1, 0, 1, 1), [2, 4]);
    const masked = outputOf(make({ units: 2, returnSequences: true }), [x, input("mask", [2, 4])]);
    const { y } = await run({ y: masked }, { x: rows, mask }, backend);
    expect([y.at(0, 0, 0), y.at(0, 0, 1)]).toEqual([0, 0]);
    expect([y.at(0, 3, 0), y.at(0, 3, 1)]).toEqual([y.at(0, 2, 0), y.at(0, 2, 1)]);
    expect([y.at(1, 1, 0), y.at(1, 1, 1)]).toEqual([y.at(1, 0, 0), y.at(1, 0, 1)]);
    // The first row's steps that count are a sequence of their own.
    const counted = new NdArray(rows.data.slice(3, 9), [1, 2, 3]);
    const short = input("short", [1, 2, 3]);
    const network = sequentialNetwork([make({ units: 2 })], [2, 3]);
    const [alone = x] = callNetwork(network, [short], weightsOf(network), { training: false }).outputs;
    const { found } = await run({ found: alone }, { short: counted }, backend);
    expect(y.at(0, 3, 0)).toBeCloseTo(found.at(0, 0), 6);
  });

  test("derivatives are the same whether its steps were kept or not", async () => {
    const derivatives = (training: boolean) =>
      run({ d: gradients(sum(square(outputOf(make({ units: 2 }), [x], training))), [x])[0] ?? x }, { x: rows });
    closeTo((await derivatives(true)).d, (await derivatives(false)).d);
  });

  test("drops the same features and outputs in all steps of a row", async () => {
    const key = { seed: constant(5, { dtype: "int32" }), step: constant(1, { dtype: "int32" }) };
    const compute = async (options: { readonly dropout?: number; readonly recurrentDropout?: number }) => {
      const network = networkOf(make({ units: 2, ...options }));
      const call = { training: true, random: key };
      const [y = x] = callNetwork(network, [x], weightsOf(network), call).outputs;
      const [d = x] = gradients(sum(square(y)), [x]);
      return run({ y, d }, { x: rows });
    };
    const plain = await compute({});
    const { d } = await compute({ dropout: 0.5 });
    const isDropped = (row: number, feature: number) => [0, 1, 2, 3].map((step) => d.at(row, step, feature) === 0);
    const all = [0, 1].flatMap((row) => [0, 1, 2].map((feature) => new Set(isDropped(row, feature))));
    expect(all.map(({ size }) => size)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(all.some((found) => found.has(true)) && all.some((found) => found.has(false))).toBe(true);
    expect((await compute({ recurrentDropout: 0.5 })).y).not.toEqual(plain.y);
  });

  test("a plan is as large for 500 steps as for 5", () => {
    const stepsOf = (time: number): number => {
      const network = sequentialNetwork([make({ units: 4 })], [time, 3]);
      const weights = new Map(network.weights.map(({ name, shape }) => [name, input(name, shape)]));
      const sequence = input("x", [2, time, 3]);
      const [y = sequence] = callNetwork(network, [sequence], weights, { training: true }).outputs;
      const found = gradients(sum(square(y)), [...weights.values()]);
      const outputs = Object.fromEntries(found.map((value, at) => [`d${at}`, value]));
      return createPlan(createProgram({ outputs }), wasm).steps.length;
    };
    expect(stepsOf(500)).toBe(stepsOf(5));
  });

  test("errors say what it takes, with the layer's name", () => {
    expect(() => sequentialNetwork([make({ units: 2, name: "memory" })], [7])).toThrow(
      "layer memory: a recurrent layer takes sequences: got rows [7], expected [time, features]",
    );
    const connections = [{ layer: make({ units: 2, name: "memory" }), inputs: [0, 0] }];
    const inputs = [{ name: "x", shape: [4, 3], dtype: "float" as const }];
    expect(() => buildNetwork({ inputs, connections, outputs: [] })).toThrow(
      "layer memory: the second input of a recurrent layer says which steps count: got [4,3], expected one of shape [4]",
    );
  });
});

describe("first values", () => {
  test("of an LSTM's bias are 1 for the forget gate, unless it is told otherwise", () => {
    const biasOf = (layer: Layer) => sequential([layer], { seed: 1 }).getWeights()["lstm/bias"]?.toNested();
    expect(biasOf(lstm({ units: 2, inputShape: [3, 1] }))).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect(biasOf(lstm({ units: 2, unitForgetBias: false, inputShape: [3, 1] }))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(biasOf(lstm({ units: 2, useBias: false, inputShape: [3, 1] }))).toBeUndefined();
  });
});

describe("learning", () => {
  test.each(cases)("%s reads digits line by line", { timeout: 120_000 }, async (_name, make) => {
    const { train, test: held } = trainTestSplit(await digits(), { testSize: 0.2, seed: 1 });
    const layers = [reshape({ targetShape: [8, 8], inputShape: [64] }), make({ units: 48 })];
    const model = sequential([...layers, dense({ units: 10, activation: "softmax" })], { seed: 4 });
    const loss = "categoricalCrossentropy";
    model.compile({ optimizer: adam({ learningRate: 0.005 }), loss, metrics: ["accuracy"] });
    await model.fit(train.x, train.y, { epochs: 12, batchSize: 32 });
    expect((await model.evaluate(held.x, held.y)).accuracy).toBeGreaterThan(0.9);
  });

  test("an LSTM learns to tell after each bit whether the ones so far are odd", { timeout: 120_000 }, async () => {
    const [count, length] = [1024, 10];
    const bits = Float32Array.from(
      { length: count * length },
      (_, at) => (Math.floor(at / length) >> (at % length)) & 1,
    );
    const odd = new Float32Array(bits.length);
    bits.forEach((bit, at) => {
      odd[at] = at % length === 0 ? bit : ((odd[at - 1] ?? 0) + bit) % 2;
    });
    const rowsOf = (data: Float32Array) => new NdArray(data, [count, length, 1]);
    // Of all sequences of ten bits a quarter is not shown.
    const split = trainTestSplit({ x: rowsOf(bits), y: rowsOf(odd) }, { testSize: 0.25, seed: 2 });
    const layers = [lstm({ units: 16, returnSequences: true, inputShape: [length, 1] })];
    const model = sequential([...layers, dense({ units: 1, activation: "sigmoid" })], { seed: 1 });
    model.compile({ optimizer: adam({ learningRate: 0.02 }), loss: "binaryCrossentropy" });
    await model.fit(split.train.x, split.train.y, { epochs: 60, batchSize: 64 });
    const predicted = await model.predict(split.test.x);
    const wrong = Array.from(predicted.data).reduce(
      (total, value, at) => total + Math.abs(Math.round(value) - (split.test.y.data[at] ?? 0)),
      0,
    );
    expect(wrong).toBe(0);
  });
});
