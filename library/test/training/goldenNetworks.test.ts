// Multi-layer networks have the outputs, losses and derivatives that PyTorch computed, parameter by parameter.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import { activationRegistry } from "../../src/nn/activationRegistry.ts";
import { gelu, leakyRelu, silu } from "../../src/nn/activations/index.ts";
import {
  type Activation,
  callNetwork,
  defineLayer,
  type Layer,
  type Loss,
  sequentialNetwork,
} from "../../src/nn/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  meanSquaredError,
  sparseCategoricalCrossentropy,
} from "../../src/nn/losses/index.ts";
import { add, constant, input, mean, multiply, slice, square, sum } from "../../src/ops/index.ts";
import type { NdArray, Tensor } from "../../src/tensor/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

/** PyTorch's slope of the leaky rectifier is 0.01. */
const activations: Readonly<Record<string, Activation>> = {
  linear: activationRegistry.resolve("linear", "test"),
  sigmoid: activationRegistry.resolve("sigmoid", "test"),
  tanh: activationRegistry.resolve("tanh", "test"),
  relu: activationRegistry.resolve("relu", "test"),
  softmax: activationRegistry.resolve("softmax", "test"),
  leaky_relu: leakyRelu({ negativeSlope: 0.01 }),
  gelu: gelu(),
  gelu_tanh: gelu({ approximate: "tanh" }),
  silu: silu(),
};

const losses: Readonly<Record<string, Loss>> = {
  mse: meanSquaredError(),
  bce: binaryCrossentropy(),
  bce_logits: binaryCrossentropy({ fromLogits: true }),
  cce: categoricalCrossentropy(),
  cce_logits: categoricalCrossentropy({ fromLogits: true }),
  scce: sparseCategoricalCrossentropy(),
  scce_logits: sparseCategoricalCrossentropy({ fromLogits: true }),
};

/** Dropout with the mask of the file in place of a drawn one. */
function maskLayer(mask: NdArray, rate: number): Layer {
  return defineLayer({
    name: "mask",
    description: "A given dropout mask",
    // As many rows of the mask as there are of x: one while the network is built.
    call: (_weights, x) => {
      const rows = slice(constant(mask), { start: [0, 0], size: x.shape });
      return multiply(x, multiply(rows, 1 / (1 - rate)));
    },
  })();
}

const layersOf = (golden: GoldenCase): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(golden.layers) ? golden.layers.map(goldenRecord) : [];

const cases = goldenCases("networks");
const isCovered = (golden: GoldenCase): boolean =>
  layersOf(golden).every(({ activation }) => String(activation) in activations);

test("every network is covered", () => {
  const missing = cases.filter((golden) => !isCovered(golden)).map(({ name }) => name);
  expect(missing).toEqual([]);
});

/** A case's network of the library's layers, with inputs for its weights. */
function graphOf(golden: GoldenCase) {
  const x = goldenArray(golden.x);
  const layers = layersOf(golden).flatMap(({ W, activation, dropout_mask, dropout_rate }) => {
    const [, units = 1] = goldenArray(W).shape;
    const layer = dense({ units, activation: activations[String(activation)] ?? "linear" });
    if (dropout_mask === undefined) return [layer];
    return [layer, maskLayer(goldenArray(dropout_mask), goldenNumber(dropout_rate))];
  });
  const network = sequentialNetwork(layers, x.shape.slice(1));
  const weights = new Map<string, Tensor>(network.weights.map(({ name, shape }) => [name, input(name, shape)]));
  const data = input("x", x.shape);
  const [output = data] = callNetwork(network, [data], weights, { training: false }).outputs;
  return { network, weights, data, output, x };
}

const backends: readonly [string, Backend, number][] = [
  ["reference", reference, 1e-10],
  ["wasm", wasm, 1e-5],
];

describe.each(backends)("on %s", (_name, backend, relative) => {
  const tolerance = { relative, absolute: relative / 10 };
  test.each(cases.filter(isCovered))("$name", async (golden) => {
    const { network, weights, data, output, x } = graphOf(golden);
    const loss = losses[String(golden.loss_kind)];
    if (loss === undefined) throw new Error(`no loss ${String(golden.loss_kind)}`);
    const truth = goldenArray(golden.y);
    const yTrue = input("y", truth.shape, truth.shape.length === 1 ? "int32" : "float");
    const dataLoss = mean(loss.call(yTrue, output));
    const kernels = [...weights].flatMap(([name, weight]) => (name.endsWith("kernel") ? [weight] : []));
    const squares = kernels.map((kernel) => sum(square(kernel))).reduce((a, b) => add(a, b));
    const total = golden.l2 === 0 ? dataLoss : add(dataLoss, multiply(squares, goldenNumber(golden.l2)));
    const parameters = [...weights.values()];
    const [ofInput = data, ...ofParameters] = gradients(total, [data, ...parameters]);
    const named = Object.fromEntries(
      network.weights.map(({ name }, index) => [`gradient of ${name}`, ofParameters[index] ?? data]),
    );
    const layers = layersOf(golden);
    const feeds = Object.fromEntries(
      layers.flatMap(({ W, b }, index) => {
        const prefix = index === 0 ? "dense" : `dense_${index}`;
        return [
          [`${prefix}/kernel`, goldenArray(W)],
          [`${prefix}/bias`, goldenArray(b)],
        ];
      }),
    );
    const wanted = { output, total, dataLoss, ofInput, ...named };
    const found: Readonly<Record<string, NdArray>> = await run(wanted, { ...feeds, x, y: truth }, backend);
    const value = (name: string): NdArray => found[name] ?? x;
    closeTo(value("output"), goldenArray(golden.output), tolerance);
    expect(Math.abs(value("dataLoss").at() / goldenNumber(golden.data_loss) - 1)).toBeLessThan(relative);
    expect(Math.abs(value("total").at() / goldenNumber(golden.loss) - 1)).toBeLessThan(relative);
    closeTo(value("ofInput"), goldenArray(golden.grad_input), tolerance);
    layers.forEach(({ grad_W, grad_b }, index) => {
      const prefix = index === 0 ? "dense" : `dense_${index}`;
      closeTo(value(`gradient of ${prefix}/kernel`), goldenArray(grad_W), tolerance);
      closeTo(value(`gradient of ${prefix}/bias`), goldenArray(grad_b), tolerance);
    });
  });
});
