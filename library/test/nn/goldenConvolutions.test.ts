// Convolutions and poolings have the outputs and derivatives that Keras computed.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import type { Layer } from "../../src/nn/index.ts";
import { averagePooling2D, conv2D, globalAveragePooling2D, maxPooling2D } from "../../src/nn/layers/index.ts";
import { input } from "../../src/ops/index.ts";
import type { NdArray } from "../../src/tensor/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

const factories: Readonly<Record<string, { create(options: Readonly<Record<string, unknown>>): Layer }>> = {
  AveragePooling2D: averagePooling2D,
  Conv2D: conv2D,
  GlobalAveragePooling2D: globalAveragePooling2D,
  MaxPooling2D: maxPooling2D,
};

const cases = goldenCases("layers").filter(({ layer }) => String(layer) in factories);

test("all cases of the four layers are found", () => {
  expect(cases.length).toBe(14);
});

/** Keras' names of options as ours. */
function optionsOf(args: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(goldenRecord(args)).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

function arraysOf(table: unknown): [string, NdArray][] {
  return Object.entries(goldenRecord(table)).map(([name, value]) => [name, goldenArray(value)]);
}

/** A case as a graph: its layer's output, and what it is differentiated by. */
function graphOf({ layer: name, args, ...golden }: GoldenCase) {
  const layer = factories[String(name)]?.create(optionsOf(args));
  const [[inputName, pictures] = []] = arraysOf(golden.inputs);
  if (layer === undefined || inputName === undefined || pictures === undefined)
    throw new Error(`${golden.name} is odd`);
  const x = input(inputName, pictures.shape);
  const shapes = layer.weights([pictures.shape.slice(1)]);
  const weights = new Map([...shapes].map(([weight, { shape }]) => [weight, input(weight, shape)]));
  const output = layer.call(weights, [x], {
    training: false,
    trainable: true,
    addLoss: () => expect.unreachable(),
    random: () => expect.unreachable(),
    update: () => expect.unreachable(),
  });
  return { x, weights, output, feeds: Object.fromEntries([...arraysOf(golden.inputs), ...arraysOf(golden.weights)]) };
}

const backends: readonly [string, Backend, number, number][] = [
  ["reference", reference, 1e-10, 1e-12],
  ["wasm", wasm, 1e-5, 1e-6],
];

describe.each(backends)("on %s", (_name, backend, relative, absolute) => {
  test.each(cases)("$name", async (golden) => {
    const { x, weights, output, feeds } = graphOf(golden);
    expect([...weights.keys()]).toEqual(arraysOf(golden.weights).map(([name]) => name));
    const upstream = input("upstream", output.shape);
    const leaves = [x, ...weights.values()];
    const found = gradients(output, leaves, { upstream });
    const outputs = Object.fromEntries([
      ["output", output],
      ...leaves.map((leaf, position) => [`by ${leaf.label}`, found[position] ?? leaf] as const),
    ]);
    const expected = new Map([
      ["output", goldenArray(golden.output)],
      ...[...arraysOf(golden.grad_inputs), ...arraysOf(golden.grads)].map(
        ([name, value]) => [`by ${name}`, value] as const,
      ),
    ]);
    const values: Readonly<Record<string, NdArray>> = await run(
      outputs,
      { ...feeds, upstream: goldenArray(golden.cotangent) },
      backend,
    );
    expect(Object.keys(values).sort()).toEqual([...expected.keys()].sort());
    for (const [name, value] of expected) closeTo(values[name] ?? value, value, { relative, absolute });
  });
});
