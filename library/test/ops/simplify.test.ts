// Simplification rules: each gives the form that it promises, and none changes a value.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { simplify } from "../../src/graph/index.ts";
import {
  abs,
  add,
  broadcastTo,
  cast,
  clip,
  concatenate,
  constant,
  divide,
  exp,
  flushDenormals,
  input,
  log,
  logicalNot,
  logSumExp,
  matmul,
  max,
  mean,
  multiply,
  negate,
  pad,
  pow,
  relu,
  reshape,
  select,
  sigmoid,
  slice,
  softmax,
  sqrt,
  square,
  stopGradient,
  subtract,
  sum,
  tanh,
  transpose,
} from "../../src/ops/index.ts";
import { NdArray, sizeOf, type Tensor } from "../../src/tensor/index.ts";
import { closeTo } from "./closeTo.ts";
import { interpret } from "./interpret.ts";

const x = input("x", [2, 3]);
const y = input("y", [2, 3]);
const row = input("row", [3]);
const condition = input("condition", [2, 3], "bool");
const simplified = (root: Tensor): Tensor => simplify([root])[0] ?? root;

/** A graph as text, for comparing forms: `add(x, y)`. */
function form({ operation, inputs, label, shape }: Tensor): string {
  if (operation.source === "input") return label ?? "";
  if (operation.source === "constant") return `constant[${shape}]`;
  const isMovement = operation.view !== undefined;
  return `${operation.name}${isMovement ? `[${shape}]` : ""}(${inputs.map(form).join(", ")})`;
}

const becomesItsOperand: readonly (readonly [string, Tensor])[] = [
  ["x + 0", add(x, 0)],
  ["0 + x", add(0, x)],
  ["x - 0", subtract(x, 0)],
  ["x · 1", multiply(x, 1)],
  ["1 · x", multiply(constant(1, { shape: [2, 3] }), x)],
  ["x / 1", divide(x, 1)],
  ["x^1", pow(x, 1)],
  ["-(-x)", negate(negate(x))],
  ["-x · -1", multiply(negate(x), -1)],
  ["log(exp(x))", log(exp(x))],
  ["the transpose of the transpose", transpose(transpose(x))],
  ["transposed to the same order", transpose(x, [0, 1])],
  ["reshaped there and back", reshape(reshape(x, [6]), [2, 3])],
  ["reshaped to its own shape", reshape(x, [2, -1])],
  ["broadcast to its own shape", broadcastTo(x, [2, 3])],
  ["all of it sliced", slice(x, { start: [0, 0] })],
  ["nothing padded", pad(x, {})],
  ["only one concatenated", concatenate([x])],
  ["cast to its own dtype", cast(x, "float")],
  ["the sum over no axes", sum(x, { axes: [] })],
  ["the mean over an axis of one element", reshape(mean(reshape(x, [2, 1, 3]), { axes: 1 }), [2, 3])],
];

const becomes: readonly (readonly [string, Tensor, string])[] = [
  ["row + 0 in a larger shape", add(row, constant(0, { shape: [2, 3] })), "broadcastTo[2,3](row)"],
  ["0 - x", subtract(0, x), "negate(x)"],
  ["x · -1", multiply(x, -1), "negate(x)"],
  ["x / -1", divide(x, -1), "negate(x)"],
  ["x + (-y)", add(x, negate(y)), "subtract(x, y)"],
  ["-x + y", add(negate(x), y), "subtract(y, x)"],
  ["x - (-y)", subtract(x, negate(y)), "add(x, y)"],
  ["-(x - y)", negate(subtract(x, y)), "subtract(y, x)"],
  ["-x · -y", multiply(negate(x), negate(y)), "multiply(x, y)"],
  ["-x / -y", divide(negate(x), negate(y)), "divide(x, y)"],
  ["x^2", pow(x, 2), "multiply(x, x)"],
  ["x^0.5", pow(x, 0.5), "sqrt(x)"],
  ["x^3", pow(x, 3), "pow(x, constant[])"],
  ["x · 0, which NaN contradicts", multiply(x, 0), "multiply(x, constant[])"],
  ["not not", logicalNot(logicalNot(condition)), "condition"],
  ["relu of relu", relu(relu(x)), "relu(x)"],
  ["flushed twice", flushDenormals(flushDenormals(x)), "flushDenormals(x)"],
  ["broadcast twice", broadcastTo(broadcastTo(row, [2, 3]), [4, 2, 3]), "broadcastTo[4,2,3](row)"],
  ["transposed twice", transpose(transpose(input("t", [2, 3, 4]), [1, 2, 0]), [1, 0, 2]), "transpose[4,3,2](t)"],
  ["softmax divided by its sum", divide(softmax(x), sum(softmax(x), { axes: 1, keepDims: true })), "softmax(x)"],
  ["log of softmax", log(softmax(x)), "logSoftmax(x)"],
  ["log of sigmoid", log(sigmoid(x)), "logSigmoid(x)"],
  ["log of one minus sigmoid", log(subtract(1, sigmoid(x))), "logSigmoid(negate(x))"],
  ["log of one minus one minus sigmoid", log(subtract(1, subtract(1, sigmoid(x)))), "logSigmoid(x)"],
  ["log of a product of exponentials", log(multiply(exp(x), exp(y))), "add(x, y)"],
  ["log of a sum of exponentials", log(sum(exp(x))), "logSumExp(x)"],
  ["log of a choice", log(select(condition, softmax(x), 1)), "select(condition, logSoftmax(x), constant[])"],
  [
    "a stack times one matrix",
    matmul(input("a", [4, 2, 3]), input("b", [3, 5])),
    "reshape[4,2,5](matmul(reshape[8,3](a), b))",
  ],
  ["a gradient that is stopped", stopGradient(x), "stopGradient[2,3](x)"],
];

describe("rules", () => {
  test.each(becomesItsOperand)("%s is x", (_name, root) => {
    expect(simplified(root)).toBe(x);
  });
  test.each(becomes)("%s", (_name, root, expected) => {
    expect(form(simplified(root))).toBe(expected);
  });
});

type Rule = (value: Tensor, other: Tensor, constant: number) => Tensor;

/**
 * What random graphs are made of; `other` has the same shape as `value`. Logarithms are taken of what is not near 0, so
 * that the stable forms differ from the literal ones by rounding alone.
 */
const ingredients: readonly Rule[] = [
  (value, _, c) => add(value, c),
  (value, _, c) => add(c, value),
  (value, _, c) => subtract(value, c),
  (value, _, c) => subtract(c, value),
  (value, _, c) => multiply(value, c),
  (value, _, c) => divide(value, c === 0 ? 1 : c),
  (value, _, c) => pow(abs(value), c),
  (value, other) => add(value, other),
  (value, other) => subtract(value, other),
  (value, other) => multiply(value, other),
  (value, other) => divide(value, add(1, abs(other))),
  (value) => negate(value),
  (value) => exp(tanh(value)),
  (value) => log(exp(value)),
  (value) => log(sigmoid(value)),
  (value) => log(subtract(1, sigmoid(tanh(value)))),
  (value) => log(clip(softmax(tanh(value)), { minimum: 1e-7, maximum: 1 - 1e-7 })),
  (value) => broadcastTo(log(sum(exp(tanh(value)), { axes: 0, keepDims: true })), value.shape),
  (value) => sqrt(abs(value)),
  (value) => square(value),
  (value) => sigmoid(value),
  (value) => softmax(value),
  (value) => divide(softmax(value), sum(softmax(value), { axes: -1, keepDims: true })),
  (value) => relu(value),
  (value) => cast(value, "float"),
  (value) => stopGradient(value),
  (value) => flushDenormals(value),
  (value) => transpose(value),
  (value) => reshape(value, [3, -1]),
  (value) => reshape(value, [2, -1]),
  (value) => slice(pad(value, { low: [1, 1], high: [0, 2] }), { start: [1, 1], size: [...value.shape] }),
  (value) => slice(value, { start: [0, 0], size: [...value.shape] }),
  (value) => broadcastTo(sum(value, { axes: 0 }), value.shape),
  (value) => broadcastTo(max(value, { axes: 1, keepDims: true }), value.shape),
  (value) => subtract(value, logSumExp(value, { axes: [], keepDims: true })),
  (value) => slice(concatenate([value, value], 1), { start: [0, 1], size: [...value.shape] }),
];

const choices = fc.array(
  fc.record({
    rule: fc.nat(ingredients.length - 1),
    other: fc.nat(20),
    constant: fc.constantFrom(0, 1, -1, 2, 0.5, 3),
  }),
  { minLength: 1, maxLength: 12 },
);

function build(choice: typeof choices extends fc.Arbitrary<infer Choice> ? Choice : never): Tensor {
  const values: Tensor[] = [x, y];
  for (const { rule, other, constant } of choice) {
    const value = values.at(-1) ?? x;
    const partners = values.filter(({ shape }) => shape.join() === value.shape.join());
    values.push(ingredients[rule]?.(value, partners[other % partners.length] ?? value, constant) ?? value);
  }
  return values.at(-1) ?? x;
}

describe("random graphs", () => {
  test("have the same value after simplification", () => {
    const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(choices, numbers, numbers, (choice, forX, forY) => {
        const root = build(choice);
        const feeds = {
          x: new NdArray(Float64Array.from(forX), [2, 3]),
          y: new NdArray(Float64Array.from(forY), [2, 3]),
        };
        const [literal, stable] = interpret([root, simplified(root)], feeds);
        if (literal === undefined || stable === undefined) throw new Error("nothing was computed");
        expect(sizeOf(stable.shape)).toBe(6);
        // Where the literal form overflows or divides by zero, the stable one may do better.
        const comparable = literal.data.every(Number.isFinite);
        if (comparable) closeTo(stable, literal, { relative: 1e-6, absolute: 1e-6 });
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
