// Softmax or sigmoid followed by cross-entropy is recognised wherever it stands, and computed stably.
import { describe, expect, test } from "vitest";
import { run, wasm } from "../../src/backends/index.ts";
import { gradients, reachableNodes, simplify } from "../../src/graph/index.ts";
import {
  add,
  clip,
  concatenate,
  constant,
  divide,
  exp,
  gather,
  input,
  literalLog,
  log,
  maximum,
  mean,
  minimum,
  multiply,
  negate,
  oneHot,
  reshape,
  select,
  sigmoid,
  slice,
  softmax,
  subtract,
  sum,
  transpose,
} from "../../src/ops/index.ts";
import type { Tensor } from "../../src/tensor/index.ts";
import { closeTo } from "./closeTo.ts";
import { evaluate, interpret } from "./interpret.ts";

/** Logits at which the probability of class 0 underflows even in float64. */
const logits = constant([[-2000, 2000]]);
const z = input("z", [1, 2]);
const feeds = { z: evaluate(logits) };
const truth = constant([[1, 0]]);
const epsilon = 1e-7;

/** Values of a graph in the form that plans compute, and of its gradient by the logits. */
function stable(loss: Tensor): { readonly value: number; readonly gradient: readonly number[] } {
  const [value, gradient] = interpret([...simplify([loss]), ...gradients(loss, [z])], feeds);
  return { value: value?.data[0] ?? Number.NaN, gradient: Array.from(gradient?.data ?? []) };
}

const crossEntropy = (p: Tensor) => negate(sum(multiply(truth, log(p))));

const categorical: Readonly<Record<string, (z: Tensor) => Tensor>> = {
  "log of softmax": (z) => crossEntropy(softmax(z)),
  "Keras' formula": (z) => {
    const p = softmax(z);
    const shares = divide(p, sum(p, { axes: -1, keepDims: true }));
    return crossEntropy(clip(shares, { minimum: epsilon, maximum: 1 - epsilon }));
  },
  "bounded below": (z) => crossEntropy(maximum(softmax(z), epsilon)),
  "bounded below, the other way round": (z) => crossEntropy(maximum(epsilon, softmax(z))),
  "bounded above": (z) => crossEntropy(minimum(softmax(z), 1 - epsilon)),
  reshaped: (z) => negate(sum(multiply(constant([1, 0]), log(reshape(softmax(z), [2]))))),
  "transposed and sliced": (z) => negate(sum(log(slice(transpose(softmax(z)), { start: [0, 0], size: [1, 1] })))),
  "softmax along the first axis": (z) => crossEntropy(transpose(softmax(transpose(z), { axis: 0 }))),
  gathered: (z) => negate(sum(log(gather(softmax(z), constant([0], { dtype: "int32" }), { axis: 1 })))),
  "the chosen probability by one-hot": (z) =>
    negate(sum(log(sum(multiply(oneHot(constant([0], { dtype: "int32" }), 2), softmax(z)), { axes: -1 })))),
  "of two halves": (z) => {
    const p = softmax(z);
    const halves = [0, 1].map((start) => slice(p, { start: [0, start], size: [1, 1] }));
    return crossEntropy(concatenate(halves, 1));
  },
  "exponentials divided by their sum, by hand": (z) => {
    const e = exp(z);
    return crossEntropy(
      clip(divide(e, sum(e, { axes: -1, keepDims: true })), { minimum: epsilon, maximum: 1 - epsilon }),
    );
  },
};

describe("categorical cross-entropy of logits -2000 and 2000, the first class being true", () => {
  test.each(Object.entries(categorical))("%s: the loss is 4000, its gradient softmax - y", (_name, formula) => {
    const { value, gradient } = stable(formula(z));
    expect(value).toBe(4000);
    expect(gradient).toEqual([-1, 1]);
  });

  test("computed literally, the loss would be infinite", () => {
    const [value] = interpret([crossEntropy(softmax(z))], feeds);
    expect(value?.data[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("in float32, of logits -200 and 200", () => {
  test.each(Object.entries(categorical))("%s: the loss is 400, its gradient softmax - y", async (_name, formula) => {
    const loss = formula(z);
    const [gradient = loss] = gradients(loss, [z]);
    const results = await run({ loss, gradient }, { z: evaluate(constant([[-200, 200]])) }, wasm);
    expect(results.loss.data[0]).toBe(400);
    expect(Array.from(results.gradient.data)).toEqual([-1, 1]);
  });
});

/** The first element is a positive with logit -2000, the second a negative with logit 2000. */
const binary: Readonly<Record<string, (z: Tensor) => Tensor>> = {
  "Keras' formula": (z) => binaryCrossEntropy(clip(sigmoid(z), { minimum: epsilon, maximum: 1 - epsilon })),
  "without clipping": (z) => binaryCrossEntropy(sigmoid(z)),
  reshaped: (z) => mean(reshape(binaryTerms(reshape(sigmoid(z), [2, 1]), constant([[1], [0]])), [2])),
  "by the probability of what is true": (z) => {
    const p = sigmoid(z);
    return negate(mean(log(select(constant([[1, 0]], { dtype: "bool" }), p, subtract(1, p)))));
  },
};

const binaryTerms = (p: Tensor, y: Tensor) =>
  negate(add(multiply(y, log(p)), multiply(subtract(1, y), log(subtract(1, p)))));
const binaryCrossEntropy = (p: Tensor) => mean(binaryTerms(p, truth));

describe("binary cross-entropy of logits -2000 and 2000, the first being true and the second not", () => {
  test.each(Object.entries(binary))("%s: the loss is 2000 each, its gradient sigmoid - y", (_name, formula) => {
    const { value, gradient } = stable(formula(z));
    expect(value).toBe(2000);
    closeTo(constantArray(gradient), constantArray([-0.5, 0.5]));
  });
});

const constantArray = (values: readonly number[]) => evaluate(constant([...values]));

describe("what is not recognised", () => {
  const logs = (root: Tensor) =>
    reachableNodes(simplify([root])).filter(
      ({ operation }) => operation === log.operation || operation === literalLog.operation,
    );

  test("probabilities clipped far from 0 and 1 stay clipped", () => {
    expect(logs(log(clip(softmax(z), { minimum: 0.01, maximum: 0.99 })))).toHaveLength(1);
    expect(logs(log(maximum(softmax(z), 0.01)))).toHaveLength(1);
    expect(logs(log(minimum(softmax(z), 0.99)))).toHaveLength(1);
  });
  test("numbers that are no probabilities stay clipped", () => {
    expect(logs(log(clip(exp(z), { minimum: epsilon, maximum: 1 - epsilon })))).toHaveLength(1);
    expect(logs(log(maximum(exp(z), epsilon)))).toHaveLength(1);
  });
  test("probabilities divided by another sum stay divided", () => {
    const p = softmax(z);
    const [divided] = simplify([divide(p, sum(p, { axes: 0, keepDims: true }))]);
    expect(divided?.operation).toBe(divide.operation);
  });
  test("one minus a probability of several classes keeps its clipping", () => {
    const p = clip(softmax(z), { minimum: epsilon, maximum: 1 - epsilon });
    expect(logs(log(subtract(1, p)))).toHaveLength(1);
  });
});

test("a label outside of the classes keeps its infinite loss", () => {
  const chosen = sum(multiply(oneHot(constant([5], { dtype: "int32" }), 2), softmax(z)), { axes: -1 });
  const [value] = interpret(simplify([log(chosen)]), feeds);
  expect(value?.data[0]).toBe(Number.NEGATIVE_INFINITY);
});
