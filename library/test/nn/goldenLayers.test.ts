// Layers have the outputs, derivatives and moving averages that Keras computed, weight by weight.
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import type { Layer } from "../../src/nn/index.ts";
import {
  batchNormalization,
  dense,
  embedding,
  flatten,
  gru,
  layerNormalization,
  lstm,
  simpleRnn,
} from "../../src/nn/layers/index.ts";
import "../../src/names.ts";
import { input } from "../../src/ops/index.ts";
import type { NdArray, Tensor } from "../../src/tensor/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

const factories: Readonly<Record<string, { create(options: Readonly<Record<string, unknown>>): Layer }>> = {
  BatchNormalization: batchNormalization,
  Dense: dense,
  Embedding: embedding,
  Flatten: flatten,
  GRU: gru,
  LSTM: lstm,
  LayerNormalization: layerNormalization,
  SimpleRNN: simpleRnn,
};

/** Classes of the file that other tests are for, or that this version has not. */
const elsewhere = ["AveragePooling2D", "Conv2D", "GlobalAveragePooling2D", "MaxPooling2D"];
const later = ["MultiHeadAttention"];

const all = goldenCases("layers");
const cases = all.filter(({ layer }) => String(layer) in factories);

test("every case of the file is for a class that is tested here, elsewhere, or comes later", () => {
  const classes = [...new Set(all.map(({ layer }) => String(layer)))].sort();
  expect(classes).toEqual([...Object.keys(factories), ...elsewhere, ...later].sort());
});

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function renamed(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [camelCase(name), value]));
}

/** The arrays of a table by our names. */
function arraysOf(table: unknown): ReadonlyMap<string, NdArray> {
  return new Map(Object.entries(renamed(goldenRecord(table))).map(([name, value]) => [name, goldenArray(value)]));
}

/** A case's layer as a graph over inputs, and what it must give. */
function graphOf(golden: GoldenCase) {
  const factory = factories[String(golden.layer)];
  if (factory === undefined) throw new Error(`no layer ${String(golden.layer)}`);
  const layer = factory.create(renamed(goldenRecord(golden.args)));
  const arrays = [...arraysOf(golden.inputs)].map(([name, value]) => ({ name, value, dtype: layer.inputDtype }));
  const mask = golden.mask === undefined ? [] : [{ name: "mask", value: nested(golden.mask), dtype: "float" as const }];
  const fed = [...arrays, ...mask];
  const inputs = fed.map(({ name, value, dtype }) => input(name, value.shape, dtype));
  const definitions = layer.weights(fed.map(({ value }) => value.shape.slice(1)));
  const weights = new Map([...definitions].map(([name, { shape }]) => [name, input(name, shape)]));
  const updates = new Map<string, Tensor>();
  const output = layer.call(weights, inputs, {
    training: golden.training === true,
    trainable: true,
    addLoss: () => expect.unreachable(),
    random: () => expect.unreachable(),
    update: (name, value) => void updates.set(name, value),
  });
  const feeds = Object.fromEntries([
    ...fed.map(({ name, value }) => [name, value] as const),
    ...arraysOf(golden.weights),
  ]);
  return { definitions, weights, updates, output, feeds, inputs };
}

function nested(rows: unknown): NdArray {
  if (!Array.isArray(rows)) throw new Error("a mask is a list of rows");
  return goldenArray({ shape: [rows.length, rows[0].length], data: rows.flat() });
}

const backends: readonly [string, Backend, number, number][] = [
  ["reference", reference, 1e-10, 1e-12],
  ["wasm", wasm, 1e-5, 1e-6],
];

describe.each(backends)("on %s", (_name, backend, relative, absolute) => {
  const tolerance = { relative, absolute };
  test.each(cases)("$name", async (golden) => {
    const { definitions, weights, updates, output, feeds, inputs } = graphOf(golden);
    const ofWeights = arraysOf(golden.grads);
    const ofInputs = arraysOf(golden.grad_inputs);
    const after = arraysOf(golden.state_after);
    expect([...definitions.keys()]).toEqual([...arraysOf(golden.weights).keys()]);
    expect([...definitions].flatMap(([name, { trainable }]) => (trainable === false ? [] : [name]))).toEqual([
      ...ofWeights.keys(),
    ]);
    expect([...updates.keys()]).toEqual([...after.keys()]);
    const leaves = [...ofInputs.keys()].map((name) =>
      inputs.find(({ label, attributes }) => name === (attributes.name ?? label)),
    );
    const wrt = [...leaves, ...[...ofWeights.keys()].map((name) => weights.get(name))].flatMap((leaf) => leaf ?? []);
    const upstream = input("upstream", output.shape);
    const found = gradients(output, wrt, { upstream });
    const names = [...ofInputs.keys(), ...ofWeights.keys()].map((name) => `gradient of ${name}`);
    const wanted = Object.fromEntries([
      ["output", output],
      ...names.map((name, position) => [name, found[position] ?? output] as const),
      ...[...updates].map(([name, value]) => [`${name} afterwards`, value] as const),
    ]);
    const cotangent = goldenArray(golden.cotangent);
    const values: Readonly<Record<string, NdArray>> = await run(wanted, { ...feeds, upstream: cotangent }, backend);
    const expected = new Map([
      ["output", goldenArray(golden.output)],
      ...[...ofInputs, ...ofWeights].map(([name, value]) => [`gradient of ${name}`, value] as const),
      ...[...after].map(([name, value]) => [`${name} afterwards`, value] as const),
    ]);
    expect(Object.keys(values).sort()).toEqual([...expected.keys()].sort());
    for (const [name, value] of expected) closeTo(values[name] ?? value, value, tolerance);
  });
});
