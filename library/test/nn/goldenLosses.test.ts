// Losses have the values and derivatives of Keras, on the reference backend and in WebAssembly.
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import { type Loss, type LossReduction, weightedMean } from "../../src/nn/index.ts";
import * as losses from "../../src/nn/losses/index.ts";
import { input } from "../../src/ops/index.ts";
import { NdArray, type Tensor } from "../../src/tensor/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

/** Our factory for each loss of the file, and our options for its parameters. */
const factories: Readonly<Record<string, { create(options: Readonly<Record<string, unknown>>): Loss }>> = {
  mse: losses.meanSquaredError,
  mae: losses.meanAbsoluteError,
  mape: losses.meanAbsolutePercentageError,
  msle: losses.meanSquaredLogarithmicError,
  huber: losses.huber,
  log_cosh: losses.logCosh,
  poisson: losses.poisson,
  cosine_similarity: losses.cosineSimilarity,
  binary_crossentropy: losses.binaryCrossentropy,
  binary_focal_crossentropy: losses.binaryFocalCrossentropy,
  categorical_crossentropy: losses.categoricalCrossentropy,
  categorical_focal_crossentropy: losses.categoricalFocalCrossentropy,
  sparse_categorical_crossentropy: losses.sparseCategoricalCrossentropy,
  hinge: losses.hinge,
  squared_hinge: losses.squaredHinge,
  categorical_hinge: losses.categoricalHinge,
  kl_divergence: losses.klDivergence,
};

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function lossOf({ loss, params }: GoldenCase): Loss {
  const factory = factories[String(loss)];
  if (factory === undefined) throw new Error(`there is no loss for ${String(loss)}`);
  return factory.create(
    Object.fromEntries(Object.entries(goldenRecord(params)).map(([key, value]) => [camelCase(key), value])),
  );
}

const cases = goldenCases("losses").map((golden) => ({ name: golden.name, golden, loss: lossOf(golden) }));

/**
 * Cases with elements whose derivative is a convention, where we differ from Keras on jax: at a kink of |x| ours is 0
 * (Keras on TensorFlow and PyTorch have 0 too), and a prediction of zero length has a derivative (there it is NaN).
 */
const withKinks = ["mae edge values", "mape edge values", "cosine_similarity edge zero vectors"];

const backends: readonly [string, Backend, { relative: number; absolute: number }][] = [
  ["reference", reference, { relative: 1e-10, absolute: 1e-12 }],
  ["wasm", wasm, { relative: 1e-5, absolute: 1e-7 }],
];

/** An array without some of its elements, which become 0. */
function without(array: NdArray, elements: unknown): NdArray {
  const left = new Set(Array.isArray(elements) ? elements : []);
  return new NdArray(
    Float64Array.from(array.data, (value, index) => (left.has(index) ? 0 : value)),
    array.shape,
  );
}

interface GoldenGraph {
  readonly perSample: Tensor;
  reduced(reduction: LossReduction, isWeighted: boolean): { readonly mean: Tensor; readonly gradient: Tensor };
}

/** The graph of a case: the losses of its rows, and their means with derivatives by the predictions. */
function graphOf({ y_true, y_pred, sample_weight }: GoldenCase, loss: Loss): GoldenGraph {
  const isLabel = loss.type === "sparseCategoricalCrossentropy";
  const yTrue = input("yTrue", goldenArray(y_true).shape, isLabel ? "int32" : "float");
  const yPredicted = input("yPredicted", goldenArray(y_pred).shape);
  const weights = input("weights", goldenArray(sample_weight).shape);
  const perSample = loss.call(yTrue, yPredicted);
  const reduced = (reduction: LossReduction, isWeighted: boolean) => {
    const mean = weightedMean(perSample, isWeighted ? weights : undefined, reduction, loss.counted(yTrue));
    const [gradient = mean] = gradients(mean, [yPredicted]);
    return { mean, gradient };
  };
  return { perSample, reduced };
}

const feedsOf = ({ y_true, y_pred, sample_weight }: GoldenCase) => ({
  yTrue: goldenArray(y_true),
  yPredicted: goldenArray(y_pred),
  weights: goldenArray(sample_weight),
});

const scalar = (value: unknown): NdArray => new NdArray(Float64Array.of(goldenNumber(value)), []);

test("every loss of ours has cases, and every case is one of ours", () => {
  expect(cases.length).toBe(100);
  const ofOurs = Object.values(losses).flatMap((value) =>
    typeof value === "function" && "kind" in value ? [value.type] : [],
  );
  expect(new Set(cases.map(({ loss }) => loss.type))).toEqual(new Set(ofOurs));
});

test("derivatives by convention are in the listed cases only", () => {
  expect(cases.filter(({ golden }) => golden.kink_elements !== undefined).map(({ name }) => name)).toEqual(withKinks);
});

describe.each(backends)("on %s", (_name, backend, tolerance) => {
  test.each(cases)("$name", async ({ golden, loss }) => {
    const { perSample, reduced } = graphOf(golden, loss);
    const plain = reduced("sumOverBatchSize", false);
    const found = await run({ perSample, ...plain }, feedsOf(golden), backend);
    closeTo(found.perSample, goldenArray(golden.per_sample), tolerance);
    closeTo(found.mean, scalar(golden.mean), tolerance);
    const kinks = golden.kink_elements;
    closeTo(without(found.gradient, kinks), without(goldenArray(golden.grad), kinks), tolerance);
  });

  test.each(cases)("$name, with weights", async ({ golden, loss }) => {
    const { reduced } = graphOf(golden, loss);
    const kinks = golden.kink_elements;
    const byBatchSize = await run(reduced("sumOverBatchSize", true), feedsOf(golden), backend);
    closeTo(byBatchSize.mean, scalar(golden.weighted_mean), tolerance);
    closeTo(without(byBatchSize.gradient, kinks), without(goldenArray(golden.weighted_grad), kinks), tolerance);
    const byWeight = await run(reduced("meanWithSampleWeight", true), feedsOf(golden), backend);
    closeTo(byWeight.mean, scalar(golden.weight_normalised_mean), tolerance);
    closeTo(without(byWeight.gradient, kinks), without(goldenArray(golden.weight_normalised_grad), kinks), tolerance);
  });
});
