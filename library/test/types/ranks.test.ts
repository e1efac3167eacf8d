// Types: a layer that cannot take the rows that reach it does not compile where their rank is known, and throws.
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  activation,
  add,
  apply,
  averagePooling2D,
  batchNormalization,
  concatenate,
  conv2D,
  defineLayer,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePooling2D,
  gru,
  type InputValue,
  input,
  type Layer,
  type LayerRows,
  layerNormalization,
  lstm,
  Model,
  maxPooling2D,
  reshape,
  type Shape,
  sequential,
  simpleRnn,
} from "../../src/index.ts";

const own = defineLayer({
  name: "own",
  description: "A layer that says nothing of its rows",
  call: (_weights, x) => x,
});
const rowsOnly = defineLayer({
  name: "rowsOnly",
  description: "A layer that says which rows it takes",
  rows: { takes: ["features"], gives: "same" },
  call: (_weights, x) => x,
});

describe("in sequential, does not compile and throws", () => {
  test("a layer for pictures that rows of numbers reach", () => {
    const conv = () => conv2D({ filters: 1, kernelSize: 1 });
    const first = () => dense({ units: 3, inputShape: [4] });
    // @ts-expect-error: conv2D takes rows [height, width, channels], but rows of rank 1 reach it
    expect(() => sequential([first(), conv()])).toThrow("layer conv2D: conv2D takes pictures: got rows [3]");
    // @ts-expect-error: maxPooling2D takes pictures
    expect(() => sequential([first(), maxPooling2D()])).toThrow("maxPooling2D takes pictures: got rows [3]");
    // @ts-expect-error: averagePooling2D takes pictures
    expect(() => sequential([first(), averagePooling2D()])).toThrow("averagePooling2D takes pictures: got rows [3]");
    // @ts-expect-error: globalAveragePooling2D takes pictures
    expect(() => sequential([first(), globalAveragePooling2D()])).toThrow("globalAveragePooling2D takes pictures");
    // @ts-expect-error: what the layer states itself is no picture
    expect(() => sequential([conv2D({ filters: 1, kernelSize: 1, inputShape: [28, 28] })])).toThrow(
      "targetShape: [28, 28, 1]",
    );
  });
  test("a layer for sequences that other rows reach", () => {
    const first = () => embedding({ inputDim: 9, outputDim: 4, inputShape: [7] });
    // @ts-expect-error: the first one gives its last output only
    expect(() => sequential([first(), lstm({ units: 3 }), lstm({ units: 3 })])).toThrow(
      "layer lstm_1: a recurrent layer",
    );
    // @ts-expect-error: the same
    expect(() => sequential([first(), gru({ units: 3, returnSequences: false }), gru({ units: 3 })])).toThrow(
      "layer gru_1",
    );
    // @ts-expect-error: rows of numbers are no sequences
    expect(() => sequential([simpleRnn({ units: 3, inputShape: [4] })])).toThrow("a recurrent layer takes sequences");
  });
  test("a layer behind one whose rank its options decide", () => {
    const conv = () => conv2D({ filters: 1, kernelSize: 1 });
    // @ts-expect-error: reshape gives rows of two axes
    expect(() => sequential([reshape({ targetShape: [2, 2], inputShape: [4] }), conv()])).toThrow("[2, 2, 1]");
    // @ts-expect-error: flatten gives rows of one axis
    expect(() => sequential([flatten({ inputShape: [2, 2, 1] }), conv()])).toThrow("conv2D takes pictures");
    // @ts-expect-error: so does globalAveragePooling2D
    expect(() => sequential([globalAveragePooling2D({ inputShape: [2, 2, 1] }), conv()])).toThrow(
      "conv2D takes pictures",
    );
  });
  test("a layer behind several that keep the rank", () => {
    const kept = () =>
      // @ts-expect-error: the rank is still 1
      sequential([dense({ units: 4, inputShape: [3] }), dropout({ rate: 0.5 }), batchNormalization(), maxPooling2D()]);
    expect(kept).toThrow("maxPooling2D takes pictures");
  });
  test("a layer of one's own that says which rows it takes", () => {
    // @ts-expect-error: rowsOnly takes rows [features], but rows of rank 2 reach it
    expect(sequential([dense({ units: 4, inputShape: [3, 2] }), rowsOnly()])).toBeInstanceOf(Model);
  });
  test("where the rank is known although no inputShape is", () => {
    // @ts-expect-error: whatever reaches flatten, it gives rows of one axis
    expect(sequential([flatten(), conv2D({ filters: 1, kernelSize: 1 })])).toBeInstanceOf(Model);
  });
});

test("in apply, does not compile and throws", () => {
  const numbers = input({ shape: [4] });
  const pictures = input({ shape: [4, 4, 1] });
  // @ts-expect-error: conv2D takes rows [height, width, channels], but rows of rank 1 reach it
  expect(() => apply(conv2D({ filters: 1, kernelSize: 1 }), numbers)).toThrow("conv2D takes pictures: got rows [4]");
  // @ts-expect-error: lstm takes rows [time, features], but rows of rank 3 reach it
  expect(() => apply(lstm({ units: 1 }), pictures)).toThrow("a recurrent layer takes sequences: got rows [4,4,1]");
  const pooled = apply(globalAveragePooling2D(), apply(conv2D({ filters: 2, kernelSize: 1 }), pictures));
  // @ts-expect-error: the pictures are gone
  expect(() => apply(maxPooling2D(), pooled)).toThrow("maxPooling2D takes pictures: got rows [2]");
  const joined = apply(concatenate(), [pooled, numbers]);
  // @ts-expect-error: what is joined has the rank of its parts
  expect(() => apply(maxPooling2D(), joined)).toThrow("maxPooling2D takes pictures: got rows [6]");
  // @ts-expect-error: a number is no value
  expect(() => apply(dense({ units: 1 }), 3)).toThrow("apply: got 3, expected what input or apply has made");
  expectTypeOf(numbers).toExtend<InputValue<{ rank: 1; units: 4 }>>();
  expectTypeOf(numbers).toExtend<InputValue>();
});

describe("is not refused", () => {
  test("where everything fits", () => {
    const lenet = sequential([
      conv2D({ filters: 6, kernelSize: 5, padding: "same", inputShape: [28, 28, 1] }),
      batchNormalization(),
      activation({ activation: "relu" }),
      maxPooling2D(),
      flatten(),
      layerNormalization(),
      dense({ units: 10, activation: "softmax" }),
    ]);
    expectTypeOf(lenet).toExtend<Model<{ output: { rank: 1; units: 10 } }, "x">>();
    const sequences = { units: 3, returnSequences: true } as const;
    sequential([embedding({ inputDim: 9, outputDim: 4, inputShape: [7] }), lstm(sequences), gru(sequences), flatten()]);
    const kept = globalAveragePooling2D({ keepDims: true, inputShape: [2, 2, 1] });
    expect(sequential([kept, conv2D({ filters: 1, kernelSize: 1 })]).network?.outputs[0]?.shape).toEqual([1, 1, 1]);
    expect(apply(add(), [input({ shape: [3] }), input({ shape: [2, 3] })]).shape).toEqual([2, 3]);
  });
  test("where it is not known", () => {
    const conv = () => conv2D({ filters: 1, kernelSize: 1 });
    const shape: Shape = [4, 4, 1];
    expect(sequential([dense({ units: 3 }), conv()])).toBeInstanceOf(Model);
    expect(sequential([dense({ units: 3, inputShape: shape }), conv()])).toBeInstanceOf(Model);
    expect(sequential([own({ inputShape: [4, 4, 1] }), conv()])).toBeInstanceOf(Model);
    expect(sequential([reshape({ targetShape: shape, inputShape: [16] }), conv()])).toBeInstanceOf(Model);
    expect(apply(conv(), input({ shape })).shape).toEqual([4, 4, 1]);
    const returnSequences: boolean = Math.random() < 2;
    expect(sequential([lstm({ units: 3, returnSequences, inputShape: [4, 2] }), lstm({ units: 3 })])).toBeInstanceOf(
      Model,
    );
  });
  test("where layers are a list of any length", () => {
    const hidden: readonly Layer[] = [16, 8].map((units) => dense({ units, activation: "relu" }));
    const model = sequential([flatten({ inputShape: [2, 2] }), ...hidden, dense({ units: 1 })]);
    expectTypeOf(model).toExtend<Model<{ output: { rank: number; units: 1 } }>>();
    expect(sequential(hidden)).toBeInstanceOf(Model);
    expectTypeOf(sequential(hidden)).toExtend<Model>();
    const layer: Layer = dense({ units: 1 });
    expectTypeOf(layer).toExtend<Layer<LayerRows>>();
  });
});
