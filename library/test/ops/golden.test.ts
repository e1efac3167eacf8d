// Activations and cross-entropies written in operations have the values and derivatives of Keras.
import { describe, expect, test } from "vitest";
import { gradients, simplify } from "../../src/graph/index.ts";
import {
  add,
  cast,
  clip,
  constant,
  divide,
  exp,
  input,
  leakyRelu,
  log,
  logSigmoid,
  logSoftmax,
  mean,
  multiply,
  negate,
  oneHot,
  relu,
  sigmoid,
  softmax,
  softplus,
  subtract,
  sum,
  tanh,
} from "../../src/ops/index.ts";
import type { NdArray, Tensor } from "../../src/tensor/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "./closeTo.ts";
import { evaluate, interpret } from "./interpret.ts";

const tolerance = { relative: 1e-10, absolute: 1e-12 };
type Activation = (x: Tensor) => Tensor;

function activationOf({ activation, params }: GoldenCase): Activation | undefined {
  const slope = goldenNumber(goldenRecord(params).negative_slope ?? 0);
  const activations: Readonly<Record<string, Activation>> = {
    sigmoid,
    tanh,
    relu,
    softplus,
    softmax: (x) => softmax(x),
    exponential: exp,
    log_sigmoid: logSigmoid,
    log_softmax: (x) => logSoftmax(x),
    leaky_relu: (x) => leakyRelu(x, slope),
  };
  return activations[String(activation)];
}

const activations = goldenCases("activations").flatMap((golden) => {
  const activation = activationOf(golden);
  return activation === undefined ? [] : [[golden.name, golden, activation] as const];
});

describe("activations", () => {
  test("are found", () => expect(activations.length).toBe(21));

  test.each(activations)("%s: values", (_name, golden, activation) => {
    const x = goldenArray(golden.x);
    closeTo(evaluate(activation(input("x", x.shape)), { x }), goldenArray(golden.y), tolerance);
  });

  test.each(activations)("%s: derivatives", (_name, golden, activation) => {
    const value = goldenArray(golden.x);
    const x = input("x", value.shape);
    const upstream = golden.v === undefined ? constant(1, { shape: value.shape }) : constant(goldenArray(golden.v));
    const found = interpret(gradients(activation(x), [x], { upstream }), { x: value });
    closeTo(found[0] ?? value, goldenArray(golden.vjp ?? golden.dydx), tolerance);
  });

  test.each(activations.filter(([, { special }]) => special !== undefined))(
    "%s: infinities and NaN",
    (_name, { special }, activation) => {
      const { x: given, keras_y: expected } = goldenRecord(special);
      const x = goldenArray(given);
      closeTo(evaluate(activation(input("x", x.shape)), { x }), goldenArray(expected), tolerance);
    },
  );
});

const epsilon = 1e-7;

/** Keras' cross-entropies per sample, as their documentation writes them; from probabilities or from logits. */
const losses: Readonly<Record<string, (truth: Tensor, prediction: Tensor, fromLogits: boolean) => Tensor>> = {
  binary_crossentropy: (y, prediction, fromLogits) => {
    const p = clip(fromLogits ? sigmoid(prediction) : prediction, { minimum: epsilon, maximum: 1 - epsilon });
    const terms = add(multiply(y, log(p)), multiply(subtract(1, y), log(subtract(1, p))));
    return negate(mean(terms, { axes: -1 }));
  },
  categorical_crossentropy: (y, prediction, fromLogits) => {
    const raw = fromLogits ? softmax(prediction) : prediction;
    const shares = divide(raw, sum(raw, { axes: -1, keepDims: true }));
    const p = clip(shares, { minimum: epsilon, maximum: 1 - epsilon });
    return negate(sum(multiply(y, log(p)), { axes: -1 }));
  },
};

function crossEntropy(golden: GoldenCase, truth: NdArray, prediction: Tensor): Tensor | undefined {
  const { from_logits, label_smoothing, ignore_class } = goldenRecord(golden.params);
  const classes = prediction.shape.at(-1) ?? 1;
  const isSparse = golden.loss === "sparse_categorical_crossentropy";
  const formula = losses[isSparse ? "categorical_crossentropy" : String(golden.loss)];
  if (formula === undefined || ignore_class !== undefined) return undefined;
  const labels = isSparse ? oneHot(cast(constant(truth), "int32"), classes) : constant(truth);
  const smoothing = goldenNumber(label_smoothing ?? 0);
  const uniform = smoothing / (golden.loss === "binary_crossentropy" ? 2 : classes);
  return formula(add(multiply(labels, 1 - smoothing), uniform), prediction, from_logits === true);
}

const crossEntropies = goldenCases("losses").flatMap((golden) => {
  const value = goldenArray(golden.y_pred);
  const prediction = input("prediction", value.shape);
  const loss = crossEntropy(golden, goldenArray(golden.y_true), prediction);
  return loss === undefined ? [] : [[golden.name, golden, { prediction, value, loss }] as const];
});

describe("cross-entropies", () => {
  test("are found", () => expect(crossEntropies.length).toBe(32));

  test.each(crossEntropies)("%s: per sample, and its gradient", (_name, golden, { prediction, value, loss }) => {
    const [gradient] = gradients(mean(loss), [prediction]);
    const stable = simplify([loss]);
    const [perSample, found] = interpret([...stable, ...(gradient === undefined ? [] : [gradient])], {
      prediction: value,
    });
    closeTo(perSample ?? value, goldenArray(golden.per_sample), tolerance);
    closeTo(found ?? value, goldenArray(golden.grad), tolerance);
  });
});
