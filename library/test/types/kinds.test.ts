// Types: an option takes components of its own kind only, by their names or as objects; whatever else does not compile.
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  adam,
  bestWeights,
  type CallbackReference,
  conv2D,
  cosineDecay,
  dense,
  dropout,
  earlyStopping,
  embedding,
  type FitOptions,
  glorotUniform,
  l2,
  lstm,
  type MetricReference,
  type Model,
  maxNorm,
  meanSquaredError,
  metrics,
  type OptimizerName,
  relu,
  type ScheduleName,
  sequential,
  sgd,
} from "../../src/index.ts";

const one = () => sequential([dense({ units: 2, inputShape: [1] })], { seed: 1 });
const fitted = (model: Model, options: FitOptions) => {
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model.fit([[1]], [[1, 2]], options);
};

describe("a name of another kind does not compile, and throws", () => {
  test("in a layer", () => {
    // @ts-expect-error: an optimizer's name is no activation
    expect(() => dense({ units: 1, activation: "adam" })).toThrow(/activation: got "adam", expected one of/);
    // @ts-expect-error: an activation's name is no initializer
    expect(() => dense({ units: 1, kernelInitializer: "relu" })).toThrow(/kernelInitializer: got "relu"/);
    // @ts-expect-error: a constraint's name is no regularizer
    expect(() => dense({ units: 1, kernelRegularizer: "maxNorm" })).toThrow(/kernelRegularizer: got "maxNorm"/);
    // @ts-expect-error: a regularizer's name is no constraint
    expect(() => dense({ units: 1, kernelConstraint: "l2" })).toThrow(/kernelConstraint: got "l2"/);
    // @ts-expect-error: no such padding
    expect(() => conv2D({ filters: 1, kernelSize: 3, padding: "full" })).toThrow(
      /padding: got "full", expected one of/,
    );
  });
  test("in compile", () => {
    // @ts-expect-error: a loss's name is no optimizer
    expect(() => one().compile({ optimizer: "hinge", loss: "hinge" })).toThrow(/optimizer: got "hinge"/);
    // @ts-expect-error: an optimizer's name is no loss
    expect(() => one().compile({ optimizer: "sgd", loss: "sgd" })).toThrow(/loss: got "sgd"/);
    // @ts-expect-error: a loss's name is no metric
    expect(() => one().compile({ optimizer: "sgd", loss: "hinge", metrics: ["huber"] })).toThrow(
      /metrics: got "huber"/,
    );
    // @ts-expect-error: a metric's name is no weighted metric where it is none at all
    expect(() => one().compile({ optimizer: "sgd", loss: "hinge", weightedMetrics: ["x"] })).toThrow(/weightedMetrics/);
    // @ts-expect-error: no such reduction
    expect(() => one().compile({ optimizer: "sgd", loss: "hinge", reduction: "mean" })).toThrow(
      /reduction: got "mean"/,
    );
  });
  test("in an optimizer, and in fit", async () => {
    // @ts-expect-error: an optimizer's name is no schedule
    expect(() => adam({ learningRate: "sgd" })).toThrow(/learningRate: got "sgd"/);
    // @ts-expect-error: a metric's name is no callback
    await expect(fitted(one(), { callbacks: ["accuracy"] })).rejects.toThrow(/callbacks: got "accuracy"/);
  });
});

describe("an object of another kind does not compile, and throws", () => {
  test("in a layer", () => {
    // @ts-expect-error: an optimizer is no activation
    expect(() => dense({ units: 1, activation: adam() })).toThrow(/activation: got .*"adam"/);
    // @ts-expect-error: an activation is no initializer
    expect(() => dense({ units: 1, kernelInitializer: relu() })).toThrow(/kernelInitializer: got .*"relu"/);
    // @ts-expect-error: a constraint is no regularizer
    expect(() => dense({ units: 1, kernelRegularizer: maxNorm() })).toThrow(/kernelRegularizer: got .*"maxNorm"/);
    // @ts-expect-error: a regularizer is no constraint
    expect(() => dense({ units: 1, kernelConstraint: l2() })).toThrow(/kernelConstraint: got .*"l2"/);
    // @ts-expect-error: a factory is no activation: it must be called
    expect(() => dense({ units: 1, activation: relu })).toThrow(/activation: got relu without parentheses/);
  });
  test("in compile", () => {
    // @ts-expect-error: a loss is no optimizer
    expect(() => one().compile({ optimizer: meanSquaredError(), loss: "hinge" })).toThrow(/optimizer: got/);
    // @ts-expect-error: an optimizer is no loss
    expect(() => one().compile({ optimizer: "sgd", loss: sgd() })).toThrow(/loss: got/);
    // @ts-expect-error: a loss is no metric
    expect(() => one().compile({ optimizer: "sgd", loss: "hinge", metrics: [meanSquaredError()] })).toThrow(/metrics/);
    // @ts-expect-error: one metric is no list
    expect(() => one().compile({ optimizer: "sgd", loss: "hinge", metrics: "accuracy" })).toThrow(/metrics/);
  });
  test("in an optimizer, in fit, and in a model", async () => {
    // @ts-expect-error: an initializer is no schedule
    expect(() => sgd({ learningRate: glorotUniform() })).toThrow(/learningRate: got/);
    // @ts-expect-error: a metric is no callback
    await expect(fitted(one(), { callbacks: [metrics.accuracy()] })).rejects.toThrow(/callbacks/);
    // @ts-expect-error: an optimizer is no layer
    expect(() => sequential([dense({ units: 1 }), adam()])).toThrow(/layers\[1\]: got the optimizer adam/);
  });
});

describe("options do not compile, and throw", () => {
  test("where there is no such option, whatever the component", async () => {
    // @ts-expect-error: the option is called units
    expect(() => lstm({ units: 1, unit: 2 })).toThrow(/unknown option "unit".*"units"/);
    // @ts-expect-error: relu has no options
    expect(() => relu({ slope: 2 })).toThrow(/unknown option "slope"/);
    // @ts-expect-error: the option is called learningRate
    expect(() => adam({ lr: 1 })).toThrow(/unknown option "lr"/);
    // @ts-expect-error: the option is called patience
    expect(() => earlyStopping({ patients: 3 })).toThrow(/unknown option "patients".*"patience"/);
    // @ts-expect-error: the option is called factor
    expect(() => l2({ l3: 1 })).toThrow(/unknown option "l3"/);
    // @ts-expect-error: the option is called epochs
    await expect(fitted(one(), { epoch: 1 })).rejects.toThrow(/unknown option "epoch"/);
    // @ts-expect-error: the option is called seed
    expect(() => sequential([dense({ units: 1 })], { sead: 1 })).toThrow(/unknown option "sead"/);
  });
  test("where a value has another type", () => {
    // @ts-expect-error: a text is no number
    expect(() => dropout({ rate: "0.5" })).toThrow('dropout: rate: got "0.5", expected a number at least 0');
    // @ts-expect-error: a number is no flag
    expect(() => dense({ units: 1, useBias: 1 })).toThrow("dense: useBias: got 1, expected true or false");
    // @ts-expect-error: a number is no shape
    expect(() => dense({ units: 1, inputShape: 3 })).toThrow(
      "dense: inputShape: got 3, expected positive whole numbers",
    );
    // @ts-expect-error: the windows have no third size
    expect(() => conv2D({ filters: 1, kernelSize: [3, 3, 3] })).toThrow(/kernelSize: got \[3,3,3\]/);
    // @ts-expect-error: nothing is no number of units
    expect(() => dense({ units: undefined })).toThrow("dense: units: got nothing, expected a positive whole number");
    // @ts-expect-error: both sizes are needed
    expect(() => embedding({ inputDim: 3 })).toThrow("embedding: outputDim: got nothing");
  });
  test("and values that only the run can know throw", () => {
    expect(() => dense({ units: -3 })).toThrow("dense: units: got -3, expected a positive whole number");
    expect(() => dense({ units: 2.5 })).toThrow("dense: units: got 2.5, expected a positive whole number");
    expect(() => dropout({ rate: 1 })).toThrow("dropout: rate: got 1, expected a number at least 0 and less than 1");
    expect(() => adam({ beta1: 2 })).toThrow(/adam: beta1: got 2, expected a number/);
  });
});

test("names and objects of the right kind compile", () => {
  expectTypeOf<"cosineDecay">().toExtend<ScheduleName>();
  expectTypeOf<"adamW">().toExtend<OptimizerName>();
  expectTypeOf(metrics.accuracy()).toExtend<MetricReference>();
  expectTypeOf(bestWeights()).toExtend<CallbackReference>();
  expectTypeOf<(typeof adam)["type"]>().toEqualTypeOf<string>();
  expectTypeOf<(typeof dense)["type"]>().toEqualTypeOf<string>();
  expect(adam({ learningRate: cosineDecay({ initialLearningRate: 0.1, decaySteps: 3 }) }).type).toBe("adam");
});
