// Types: wrong names and options do not compile. The compiler checks this file; running it checks the values.
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type Activation,
  type ActivationName,
  adam,
  decimal,
  defineLayer,
  dense,
  dropout,
  earlyStopping,
  type InitializerName,
  initializerRegistry,
  type Layer,
  type LossName,
  leakyRelu,
  type MetricName,
  type OptimizerName,
  ops,
  optional,
  sequential,
  sgd,
  wholeNumber,
} from "../../src/index.ts";

describe("names", () => {
  test("are those of the folders", () => {
    expectTypeOf<ActivationName>().toEqualTypeOf<
      | "celu"
      | "elu"
      | "exponential"
      | "gelu"
      | "hardSigmoid"
      | "hardSilu"
      | "leakyRelu"
      | "linear"
      | "logSigmoid"
      | "logSoftmax"
      | "mish"
      | "relu"
      | "relu6"
      | "selu"
      | "sigmoid"
      | "silu"
      | "softmax"
      | "softplus"
      | "softsign"
      | "tanh"
    >();
  });

  test("of losses and metrics are literals", () => {
    expectTypeOf<LossName>().toEqualTypeOf<
      | "binaryCrossentropy"
      | "binaryFocalCrossentropy"
      | "categoricalCrossentropy"
      | "categoricalFocalCrossentropy"
      | "categoricalHinge"
      | "cosineSimilarity"
      | "hinge"
      | "huber"
      | "klDivergence"
      | "logCosh"
      | "meanAbsoluteError"
      | "meanAbsolutePercentageError"
      | "meanSquaredError"
      | "meanSquaredLogarithmicError"
      | "poisson"
      | "sparseCategoricalCrossentropy"
      | "squaredHinge"
    >();
    expectTypeOf<MetricName>().toEqualTypeOf<
      | "accuracy"
      | "auc"
      | "binaryAccuracy"
      | "binaryCrossentropy"
      | "categoricalAccuracy"
      | "categoricalCrossentropy"
      | "cosineSimilarity"
      | "f1Score"
      | "fBetaScore"
      | "meanAbsoluteError"
      | "meanAbsolutePercentageError"
      | "meanSquaredError"
      | "precision"
      | "r2Score"
      | "recall"
      | "rootMeanSquaredError"
      | "sparseCategoricalAccuracy"
      | "sparseTopKCategoricalAccuracy"
      | "topKCategoricalAccuracy"
    >();
  });

  test("of optimizers and initializers are literals", () => {
    expectTypeOf<OptimizerName>().toEqualTypeOf<
      | "adadelta"
      | "adagrad"
      | "adam"
      | "adamW"
      | "adamax"
      | "ftrl"
      | "lamb"
      | "lbfgs"
      | "lion"
      | "nadam"
      | "radam"
      | "rmsprop"
      | "rprop"
      | "sgd"
    >();
    expectTypeOf<"heNormal">().toExtend<InitializerName>();
  });

  test("that are wrong do not compile, and throw", () => {
    // @ts-expect-error: no such activation
    expect(() => dense({ units: 1, activation: "sigmod" })).toThrow(/sigmoid/);
    // @ts-expect-error: no such initializer
    expect(() => dense({ units: 1, kernelInitializer: "glorot" })).toThrow(/kernelInitializer/);
    const model = sequential([dense({ units: 1 })]);
    // @ts-expect-error: no such optimizer
    expect(() => model.compile({ optimizer: "addam", loss: "meanSquaredError" })).toThrow(/adam/);
    // @ts-expect-error: no such loss
    expect(() => model.compile({ optimizer: "adam", loss: "meanSquareError" })).toThrow(/meanSquaredError/);
    // @ts-expect-error: no such metric
    expect(() => model.compile({ optimizer: "adam", loss: "meanSquaredError", metrics: ["acuracy"] })).toThrow(
      /accuracy/,
    );
    // @ts-expect-error: no such backend
    expect(() => model.compile({ optimizer: "adam", loss: "meanSquaredError", backend: "wsam" })).toThrow(/wasm/);
  });
});

describe("options", () => {
  test("that are wrong or missing do not compile, and throw", () => {
    // @ts-expect-error: units are needed
    expect(() => dense({})).toThrow(/units/);
    // @ts-expect-error: units are needed
    expect(() => dense()).toThrow(/units/);
    // @ts-expect-error: a text is no number
    expect(() => dense({ units: "3" })).toThrow(/units/);
    // @ts-expect-error: no such option
    expect(() => dense({ units: 3, unit: 3 })).toThrow(/unit/);
    // @ts-expect-error: a layer is no activation
    expect(() => dense({ units: 3, activation: dense({ units: 1 }) })).toThrow(/activation/);
    // @ts-expect-error: an activation is no layer
    expect(() => sequential([leakyRelu()])).toThrow();
    // @ts-expect-error: the rate is needed
    expect(() => dropout()).toThrow(/rate/);
    // @ts-expect-error: no such mode
    expect(() => earlyStopping({ mode: "max" })).toThrow(/maximum/);
  });

  test("with defaults may be left out", () => {
    expect(adam().config.learningRate).toBe(0.001);
    expect(sgd({}).config.learningRate).toBe(0.01);
    expect(leakyRelu().config.negativeSlope).toBe(0.2);
    expect(earlyStopping().config.monitor).toBe("valLoss");
    expectTypeOf(leakyRelu()).toExtend<Activation>();
    expectTypeOf(dense({ units: 1 })).toExtend<Layer>();
  });
});

test("a layer of one's own has typed options and weights", () => {
  const affine = defineLayer({
    name: "affine",
    description: "One factor and perhaps one summand for each feature",
    config: {
      count: wholeNumber({ minimum: 1, description: "How many" }),
      slope: optional(decimal({ description: "Steepness" }), 2),
      initializer: optional(initializerRegistry.field("First values"), "ones"),
    },
    weights: ({ count, initializer }, inputShape) => {
      expectTypeOf(count).toEqualTypeOf<number>();
      expectTypeOf(inputShape).toEqualTypeOf<readonly number[]>();
      return {
        factor: { shape: inputShape, initializer },
        summand: count > 1 ? { shape: inputShape, initializer } : undefined,
      };
    },
    call: (weights, x, config) => {
      expectTypeOf(weights.factor).toEqualTypeOf<typeof x>();
      expectTypeOf(weights.summand).toEqualTypeOf<typeof x | undefined>();
      expectTypeOf(config.slope).toEqualTypeOf<number>();
      // @ts-expect-error: there is no such weight
      expect(weights.kernel).toBeUndefined();
      return ops.multiply(ops.multiply(x, weights.factor), config.slope);
    },
  });
  // @ts-expect-error: count is needed
  expect(() => affine({})).toThrow(/count/);
  const weights = affine({ count: 2, inputShape: [3] }).weights([[3]]);
  expect([...weights.keys()]).toEqual(["factor", "summand"]);
  expect([
    ...affine({ count: 1 })
      .weights([[3]])
      .keys(),
  ]).toEqual(["factor"]);
});

test("the result of fit and evaluate is typed", async () => {
  const model = sequential([dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const history = await model.fit([[1], [2]], [1, 2]);
  expectTypeOf(history.loss).toEqualTypeOf<readonly number[]>();
  expectTypeOf(history.valAccuracy).toEqualTypeOf<readonly number[] | undefined>();
  const scores = await model.evaluate([[1]], [1]);
  expectTypeOf(scores.loss).toEqualTypeOf<number>();
  expectTypeOf(scores.accuracy).toEqualTypeOf<number | undefined>();
  expect(Object.keys(scores)).toEqual(["loss"]);
});
