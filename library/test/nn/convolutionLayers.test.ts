// Convolution and pooling layers: what they refuse, what they keep, and that they learn digits.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { digits, NdArray, trainTestSplit } from "../../src/index.ts";
import { layerRegistry, readComponent } from "../../src/nn/index.ts";
import {
  averagePooling2D,
  conv2D,
  dense,
  flatten,
  globalAveragePooling2D,
  maxPooling2D,
} from "../../src/nn/layers/index.ts";
import { ConfigError } from "../../src/tensor/index.ts";
import { sequential } from "../../src/training/index.ts";
import { adam } from "../../src/training/optimizers/index.ts";

describe("options", () => {
  test.each([
    conv2D({ filters: 2, kernelSize: [3, 2], strides: [1, 2], dilationRate: 2, padding: "same", useBias: false }),
    conv2D({ filters: 4, kernelSize: 1, groups: 2, kernelRegularizer: "l2", biasConstraint: "nonNegative" }),
    maxPooling2D({ poolSize: [2, 3], strides: 1 }),
    averagePooling2D({ poolSize: 3, strides: [3, 2], padding: "same" }),
    globalAveragePooling2D({ keepDims: true }),
  ])("$type keeps them in JSON", (layer) => {
    const copy = readComponent(layerRegistry, JSON.parse(JSON.stringify(layer)), [], "layer");
    expect(JSON.stringify(copy)).toBe(JSON.stringify(layer));
  });

  test("a size is a positive whole number or two", () => {
    const expected = "a positive whole number such as 2, or one for height and one for width such as [2, 3]";
    for (const kernelSize of [0, -1, 1.5, [2], [2, 0], [1, 2, 3], "3"]) {
      expect(() => conv2D.create({ filters: 2, kernelSize })).toThrow(expected);
    }
    expect(() => maxPooling2D.create({ poolSize: [0, 1] })).toThrow(expected);
  });
});

describe("shapes", () => {
  test("are those of Keras", () => {
    const layers = [
      conv2D({ filters: 6, kernelSize: 5, padding: "same", inputShape: [28, 27, 1] }),
      maxPooling2D({ padding: "same" }),
      conv2D({ filters: 16, kernelSize: [5, 3], strides: [2, 1] }),
      averagePooling2D({ poolSize: 2, strides: 1 }),
      globalAveragePooling2D(),
    ];
    const model = sequential(layers, { seed: 1 });
    const weights = Object.entries(model.getWeights()).map(([name, { shape }]) => [name, shape]);
    expect(weights).toEqual([
      ["conv2D/kernel", [5, 5, 1, 6]],
      ["conv2D/bias", [6]],
      ["conv2D_1/kernel", [5, 3, 6, 16]],
      ["conv2D_1/bias", [16]],
    ]);
  });

  test.each([
    conv2D.create({ filters: 2, kernelSize: 3, inputShape: [28, 28] }),
    maxPooling2D.create({ inputShape: [28, 28] }),
    averagePooling2D.create({ inputShape: [28, 28] }),
    globalAveragePooling2D.create({ inputShape: [28, 28] }),
  ])("$type without channels says how to add them", (layer) => {
    const build = () => sequential([layer, flatten(), dense({ units: 1 })], { seed: 1 }).getWeights();
    expect(build).toThrow(ConfigError);
    expect(build).toThrow(
      `${layer.type} takes pictures: got rows [28,28], expected rows [height, width, channels]. ` +
        "Add an axis for the channels with reshape({ targetShape: [28, 28, 1] })",
    );
  });

  test("groups must divide channels and filters", () => {
    const layer = conv2D({ filters: 4, kernelSize: 1, groups: 2, inputShape: [2, 2, 3] });
    expect(() => sequential([layer], { seed: 1 }).getWeights()).toThrow(
      "groups: got 2 for 3 channels and 4 filters, expected a number that divides both",
    );
  });
});

test("a small convolutional network learns digits", async () => {
  const { x, y } = await digits();
  const pictures = new NdArray(x.data, [x.shape[0] ?? 0, 8, 8, 1]);
  const { train, test: held } = trainTestSplit({ x: pictures, y }, { testSize: 0.2, seed: 4, stratify: true });
  const model = sequential(
    [
      conv2D({ filters: 8, kernelSize: 3, padding: "same", activation: "relu", inputShape: [8, 8, 1] }),
      maxPooling2D(),
      conv2D({ filters: 16, kernelSize: 3, activation: "relu" }),
      flatten(),
      dense({ units: 10, activation: "softmax" }),
    ],
    { seed: 7 },
  );
  model.compile({
    optimizer: adam({ learningRate: 0.003 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  });
  await model.fit(train.x, train.y, { epochs: 12, batchSize: 32 });
  const { accuracy } = await model.evaluate(held.x, held.y);
  expect(accuracy).toBeGreaterThan(0.95);
});
