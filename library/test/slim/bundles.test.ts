// A bundle of chainrule/slim holds what it imports: its components, their kernels, and nothing of the others.
import { describe, expect, test } from "vitest";
import * as chainrule from "../../src/index.ts";
import { createBundler } from "./bundled.ts";

const bundled = createBundler();

const kernelsIn = (text: string): string[] =>
  ["matmul", "convolve2D", "maxPool2D", "sumWindows2D", "scan", "scatterAdd"].filter((name) =>
    text.includes(`operation:"${name}"`),
  );

test("the bundle of one network holds no component that it does not use, and no kernel that it does not need", async () => {
  const { text } = await bundled("network", 'export * from "../../tools/browserSlim.ts";');
  const found = Object.values(chainrule).flatMap((value) =>
    typeof value === "function" && "kind" in value && text.includes(`"${value.description}"`) ? [value.type] : [],
  );
  const used = ["adam", "binaryCrossentropy", "dense", "glorotUniform", "linear", "sigmoid", "tanh", "zeros"];
  expect(found.sort()).toEqual(used);
  expect(kernelsIn(text)).toEqual(["matmul"]);
});

/** What layers need to be built, besides the shape of a row; those that merge several values need no kernels. */
const options: Readonly<Record<string, string>> = {
  conv2D: "filters: 2, kernelSize: 2",
  dense: "units: 2",
  dropout: "rate: 0.5",
  embedding: "inputDim: 4, outputDim: 2",
  gaussianNoise: "stddev: 0.1",
  gru: "units: 2",
  lstm: "units: 2",
  reshape: "targetShape: [10]",
  simpleRnn: "units: 2",
  activation: "activation: relu()",
};
const merging = ["add", "concatenate", "multiply"];

function isLayer(name: string): boolean {
  const value: unknown = Object(chainrule)[name];
  return typeof value === "function" && "kind" in value && value.kind === "layer";
}

function trainsOnce(layer: string): string {
  const shape = layer.endsWith("2D") ? [4, 4, 3] : layer === "embedding" ? [5] : [5, 2];
  const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index % 3);
  return `
import { dense, flatten, meanSquaredError, NdArray, relu, sequential, sgd, ${layer} as subject } from "chainrule/slim";
const model = sequential(
  [subject({ ${options[layer] ?? ""} ${layer in options ? "," : ""} inputShape: ${JSON.stringify(shape)} }), flatten(), dense({ units: 1 })],
  { seed: 1 },
);
model.compile({ optimizer: sgd(), loss: meanSquaredError() });
const x = new NdArray(Float32Array.of(${values.join()}), ${JSON.stringify([1, ...shape])});
export const loss = (await model.fit(x, [[1]])).loss[0];`;
}

describe("the bundle of a layer brings the kernels that it needs:", () => {
  const layers = Object.keys(chainrule).filter((name) => isLayer(name) && !merging.includes(name));
  test.each(layers)("%s trains", async (layer) => {
    const { address, text } = await bundled(layer, trainsOnce(layer));
    const { loss }: { loss?: unknown } = await import(address);
    expect(loss).toSatisfy(Number.isFinite);
    const further = layer.endsWith("2D")
      ? layer !== "globalAveragePooling2D"
      : ["embedding", "gru", "lstm", "simpleRnn"].includes(layer);
    expect(kernelsIn(text).length > 1).toBe(further);
  });

  test("operations bring them too", async () => {
    const { address } = await bundled(
      "operations",
      `import { NdArray, ops, run, wasm } from "chainrule/slim";
const x = new NdArray(Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]);
const pooled = ops.maxPool2D(ops.input("x", [1, 2, 2, 1]), { size: 2 });
export const largest = (await run({ pooled }, { x }, wasm)).pooled.at(0, 0, 0, 0);`,
    );
    const { largest }: { largest?: unknown } = await import(address);
    expect(largest).toBe(4);
  });

  test("those without their definitions are refused by the reference backend, with a way to go on", async () => {
    const { address } = await bundled(
      "definitions",
      `import { NdArray, ops, run } from "chainrule/slim";
export const refused = run({ product: ops.matmul(ops.constant([[1]]), ops.input("x", [1, 1])) }, { x: new NdArray(Float32Array.of(2), [1, 1]) }).catch(({ message }) => message);`,
    );
    const { refused }: { refused?: unknown } = await import(address);
    expect(await refused).toMatch(/has no reference: .*Pass the backend wasm, or import everything from "chainrule"/);
  });
});

test("the same network has the same weights from both entries, bit for bit", async () => {
  const { address } = await bundled(
    "bits",
    `import { adam, categoricalCrossentropy, dense, dropout, gelu, NdArray, sequential, softmax, standardScaler } from "chainrule/slim";
const model = sequential(
  [dense({ units: 12, activation: gelu(), inputShape: [3] }), dropout({ rate: 0.25 }), dense({ units: 4, activation: softmax() })],
  { seed: 7 },
);
model.compile({ optimizer: adam({ learningRate: 0.01 }), loss: categoricalCrossentropy({ labelSmoothing: 0.1 }) });
const x = Array.from({ length: 30 }, (_, row) => [Math.sin(row), Math.cos(3 * row), row / 30]);
const y = Array.from({ length: 30 }, (_, row) => [0, 1, 2, 3].map((label) => Number(label === row % 4)));
await model.fit(x, y, { epochs: 5, batchSize: 8, validationSplit: 0.2 });
export const weights = model.getWeights();`,
  );
  const { weights }: { weights?: unknown } = await import(address);
  const { dense, dropout, sequential } = chainrule;
  const model = sequential(
    [
      dense({ units: 12, activation: "gelu", inputShape: [3] }),
      dropout({ rate: 0.25 }),
      dense({ units: 4, activation: "softmax" }),
    ],
    { seed: 7 },
  );
  const loss = chainrule.categoricalCrossentropy({ labelSmoothing: 0.1 });
  model.compile({ optimizer: chainrule.adam({ learningRate: 0.01 }), loss });
  const x = Array.from({ length: 30 }, (_, row) => [Math.sin(row), Math.cos(3 * row), row / 30]);
  const y = Array.from({ length: 30 }, (_, row) => [0, 1, 2, 3].map((label) => Number(label === row % 4)));
  await model.fit(x, y, { epochs: 5, batchSize: 8, validationSplit: 0.2 });
  const dataOf = (all: object) => Object.entries(all).map(([name, { data }]) => [name, Array.from(data)]);
  expect(dataOf(Object(weights))).toEqual(dataOf(model.getWeights()));
});
