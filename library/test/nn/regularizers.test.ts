// Regularizers: their formulas, their derivatives, and the penalties of golden networks.
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import { relu } from "../../src/nn/activations/index.ts";
import { nonNegative } from "../../src/nn/constraints/index.ts";
import { callNetwork, type Regularizer, sequentialNetwork } from "../../src/nn/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { l1, l1L2, l2 } from "../../src/nn/regularizers/index.ts";
import { constant, input } from "../../src/ops/index.ts";
import { NdArray, type Tensor } from "../../src/tensor/index.ts";
import { goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

const weight = new NdArray(Float64Array.of(1.5, -2, 0, 0.25), [2, 2]);

async function priceOf(regularizer: Regularizer, backend: Backend = reference) {
  const w = input("w", weight.shape);
  const price = regularizer.call(w);
  const [gradient = w] = gradients(price, [w]);
  const found = await run({ price, gradient }, { w: weight }, backend);
  return { price: Number(found.price.data[0]), gradient: Array.from(found.gradient.data) };
}

// sum |w| = 3.75, sum w^2 = 6.3125
describe.each([reference, wasm])("prices and derivatives on $name", (backend) => {
  test.each([
    ["l1", l1({ l1: 0.5 }), 1.875, [0.5, -0.5, 0, 0.5]],
    ["l2", l2({ l2: 0.5 }), 3.15625, [1.5, -2, 0, 0.25]],
    ["l1L2", l1L2({ l1: 0.5, l2: 0.25 }), 3.453125, [1.25, -1.5, 0, 0.625]],
    ["l1L2 without prices", l1L2(), 0, [0, -0, 0, 0]],
  ])("%s", async (_name, regularizer, price, gradient) => {
    expect(await priceOf(regularizer, backend)).toEqual({ price, gradient });
  });
});

test("scikit-learn's alpha is shared among the rows of the batch", async () => {
  const w = constant(weight);
  const { price } = await run({ price: l2({ alpha: 0.2 }).call(w, 4) });
  expect(price.at()).toBeCloseTo((0.2 / 8) * 6.3125, 12);
  expect(() => l2({ alpha: 0.1, l2: 0.1 })).toThrow(/one of them/);
  const network = sequentialNetwork([dense({ units: 1, kernelRegularizer: l2({ alpha: 1 }) })], [2]);
  const kernel = constant([[1], [2]]);
  const weights = new Map([
    ["dense/kernel", kernel],
    ["dense/bias", constant([0])],
  ]);
  const { penalties } = callNetwork(network, [constant(weight)], weights, { training: false });
  const [penalty = w] = penalties;
  expect((await run({ penalty })).penalty.at()).toBeCloseTo(5 / 4, 12);
});

test("the defaults are those of Keras", () => {
  expect([l1().config, l2().config, l1L2().config]).toEqual([{ l1: 0.01 }, { l2: 0.01 }, { l1: 0, l2: 0 }]);
});

test("l2 is the penalty of PyTorch's networks", async () => {
  const penalized = goldenCases("networks").filter((golden) => golden.l2 !== 0);
  expect(penalized.length).toBe(4);
  for (const golden of penalized) {
    const layers = Array.isArray(golden.layers) ? golden.layers.map(goldenRecord) : [];
    const regularizer = l2({ l2: goldenNumber(golden.l2) });
    let penalty = 0;
    for (const { W } of layers) {
      const { price } = await run({ price: regularizer.call(constant(goldenArray(W))) });
      penalty += Number(price.data[0]);
    }
    const expected = goldenNumber(golden.loss) - goldenNumber(golden.data_loss);
    expect(Math.abs(penalty - expected)).toBeLessThan(1e-12);
  }
});

describe("a dense layer", () => {
  const options = {
    units: 2,
    activation: relu(),
    kernelRegularizer: l2({ l2: 0.5 }),
    biasRegularizer: l1(),
    activityRegularizer: l1({ l1: 0.1 }),
    kernelConstraint: nonNegative(),
    biasConstraint: nonNegative(),
  };

  test("hands its regularizers and constraints to its weights", () => {
    const weights = dense(options).weights([[3]]);
    expect(weights.get("kernel")).toMatchObject({
      regularizer: { type: "l2", config: { l2: 0.5 } },
      constraint: { type: "nonNegative" },
    });
    expect(weights.get("bias")).toMatchObject({
      regularizer: { type: "l1" },
      constraint: { type: "nonNegative" },
    });
    expect(
      dense({ ...options, useBias: false })
        .weights([[3]])
        .has("bias"),
    ).toBe(false);
  });

  test("adds the price of its outputs, as a mean over the rows", async () => {
    const network = sequentialNetwork(
      [dense({ units: 2, activation: relu(), activityRegularizer: l1({ l1: 0.1 }) })],
      [2],
    );
    const x = constant([
      [1, 2],
      [3, -4],
    ]);
    const weights = new Map<string, Tensor>([
      [
        "dense/kernel",
        constant([
          [1, 0],
          [0, 1],
        ]),
      ],
      ["dense/bias", constant([0, 10])],
    ]);
    const { penalties } = callNetwork(network, [x], weights, { training: true });
    const [penalty = constant(0)] = penalties;
    expect(penalties.length).toBe(1);
    // Outputs [1, 12] and [3, 6].
    closeTo((await run({ penalty })).penalty, new NdArray(Float64Array.of((0.1 * 22) / 2), []));
  });

  test("is small in a file without them", () => {
    expect(Object.keys(dense({ units: 1 }).toJSON())).toEqual([
      "type",
      "units",
      "activation",
      "useBias",
      "kernelInitializer",
      "biasInitializer",
      "trainable",
    ]);
  });
});
