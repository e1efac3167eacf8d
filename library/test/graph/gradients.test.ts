// Reverse mode: derivatives of whole graphs, to higher orders, by inputs and by values in between.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gradients, reachableNodes } from "../../src/graph/index.ts";
import {
  add,
  argmax,
  cast,
  clip,
  concatenate,
  constant,
  divide,
  input,
  log,
  matmul,
  mean,
  multiply,
  negate,
  oneHot,
  reshape,
  slice,
  softmax,
  square,
  stopGradient,
  subtract,
  sum,
  tanh,
} from "../../src/ops/index.ts";
import { NdArray, Random, type Shape, sizeOf, type Tensor } from "../../src/tensor/index.ts";
import { evaluate, type Feeds, interpret } from "../ops/interpret.ts";

const array = (values: readonly number[], shape: Shape = [values.length]) =>
  new NdArray(Float64Array.from(values), shape);
const numbers = (tensor: Tensor, feeds: Feeds = {}): number[] => Array.from(evaluate(tensor, feeds).data);

function one(of: Tensor, wrt: Tensor): Tensor {
  const [gradient] = gradients(of, [wrt]);
  if (gradient === undefined) throw new RangeError("no gradient was given");
  return gradient;
}

describe("gradients", () => {
  test("contributions of several uses are added", () => {
    const x = input("x", []);
    const y = add(multiply(x, x), multiply(x, 3));
    expect(numbers(one(y, x), { x: array([5], []) })).toEqual([13]);
  });

  test("broadcasting is undone: an operand that was repeated counts once for each repetition", () => {
    const [x, row, column] = [input("x", [2, 3]), input("row", [3]), input("column", [2, 1])];
    const y = sum(multiply(add(x, row), column));
    const feeds = { x: array([1, 2, 3, 4, 5, 6], [2, 3]), row: array([1, 1, 1]), column: array([2, 3], [2, 1]) };
    const [dx, dRow, dColumn] = interpret(gradients(y, [x, row, column]), feeds);
    expect(dx?.toNested()).toEqual([
      [2, 2, 2],
      [3, 3, 3],
    ]);
    expect(dRow?.toNested()).toEqual([5, 5, 5]);
    expect(dColumn?.toNested()).toEqual([[9], [18]]);
  });

  test("what the scalar does not depend on has a gradient of zeros, in its shape", () => {
    const [x, y] = [input("x", []), input("y", [2, 3])];
    expect(one(x, y).shape).toEqual([2, 3]);
    expect(numbers(one(x, y))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(numbers(one(sum(stopGradient(y)), y))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(numbers(one(sum(cast(argmax(y), "float")), y), { y: array([1, 2, 3, 4, 5, 6], [2, 3]) })).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  test("the gradient of a tensor by itself is 1", () => {
    const x = input("x", []);
    expect(numbers(one(x, x))).toEqual([1]);
    const y = multiply(x, 3);
    expect(interpret(gradients(y, [y, x, y]), { x: array([2], []) }).map(({ data }) => data[0])).toEqual([1, 3, 1]);
  });

  test("a value in between is a variable of its own, whatever the graph becomes", () => {
    const z = input("z", [2]);
    const p = softmax(z);
    const loss = negate(sum(multiply(constant([0, 1]), log(p))));
    const [dp, dz] = gradients(loss, [p, z]);
    const feeds = { z: array([0, Math.log(3)]) };
    expect(numbers(dp ?? loss, feeds)[1]).toBeCloseTo(-1 / 0.75, 12);
    expect(numbers(dz ?? loss, feeds)[0]).toBeCloseTo(0.25, 12);
    expect(numbers(dz ?? loss, feeds)[1]).toBeCloseTo(-0.25, 12);
  });

  test("a value in between keeps its identity, so it can be differentiated by again", () => {
    const x = input("x", []);
    const u = multiply(x, x);
    const du = one(multiply(multiply(u, u), u), u);
    expect(reachableNodes([du])).toContain(u);
    expect(numbers(one(du, u), { x: array([2], []) })).toEqual([24]);
    expect(numbers(one(du, x), { x: array([2], []) })).toEqual([96]);
  });

  test("an upstream gradient stands for what follows a tensor", () => {
    const [x, upstream] = [input("x", [3]), input("upstream", [3])];
    const [dx] = gradients(multiply(x, x), [x], { upstream });
    expect(numbers(dx ?? x, { x: array([1, 2, 3]), upstream: array([1, 0, 2]) })).toEqual([2, 0, 12]);
  });

  test("derivatives of any order: x^5 has 120 as its fifth and 0 as its sixth", () => {
    const x = input("x", []);
    const orders = [multiply(square(square(x)), x)];
    for (let order = 0; order < 6; order += 1) orders.push(one(orders.at(-1) ?? x, x));
    const values = orders.map((order) => numbers(order, { x: array([2], []) })[0]);
    expect(values).toEqual([32, 80, 160, 240, 240, 120, 0]);
  });

  test("gradients of parts of a flat vector are parts of its gradient", () => {
    const flat = input("flat", [10]);
    const w = reshape(slice(flat, { start: [2], size: [6] }), [2, 3]);
    const feeds = { flat: array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) };
    const loss = sum(square(w));
    expect(numbers(one(loss, flat), feeds)).toEqual([0, 0, 4, 6, 8, 10, 12, 14, 0, 0]);
    expect(numbers(concatenate([reshape(one(loss, w), [6])]), feeds)).toEqual([4, 6, 8, 10, 12, 14]);
  });

  test("what has no gradient is refused with its reason", () => {
    const [x, labels] = [input("x", [3]), input("labels", [3], "int32")];
    expect(() => gradients(x, [x])).toThrow(/only a float scalar has gradients: got float input\[3\].*upstream/);
    expect(() => gradients(sum(x), [labels])).toThrow(/only floats can be differentiated by: got int32/);
    expect(() => gradients(x, [x], { upstream: constant(1) })).toThrow(
      /upstream does not fit.*got float \[\], expected float \[3\]/,
    );
  });
});

/** A network of two tanh layers on fixed rows, its loss, and its parameters. */
function tanhNetwork() {
  const random = new Random(7);
  const values = (shape: Shape) =>
    constant(
      new NdArray(
        Float64Array.from({ length: sizeOf(shape) }, () => random.uniform(-1, 1)),
        shape,
      ),
    );
  const parameters = [input("w1", [3, 4]), input("b1", [4]), input("w2", [4, 2]), input("b2", [2])];
  const [w1, b1, w2, b2] = parameters;
  if (w1 === undefined || b1 === undefined || w2 === undefined || b2 === undefined)
    throw new RangeError("no parameters");
  const hidden = tanh(add(matmul(values([5, 3]), w1), b1));
  const output = tanh(add(matmul(hidden, w2), b2));
  return { parameters, loss: mean(square(subtract(output, values([5, 2])))) };
}

const randomFeeds = (parameters: readonly Tensor[], random: Random): Record<string, NdArray> =>
  Object.fromEntries(
    parameters.map(({ label, shape }) => [
      label ?? "",
      new NdArray(
        Float64Array.from({ length: sizeOf(shape) }, () => random.uniform(-1, 1)),
        shape,
      ),
    ]),
  );

const moved = (feeds: Feeds, along: Feeds, distance: number): Feeds =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => [
      name,
      new NdArray(
        data.map((x, at) => x + distance * (along[name]?.data[at] ?? 0)),
        shape,
      ),
    ]),
  );

const inner = (gradient: readonly Tensor[], direction: Feeds): Tensor =>
  gradient
    .map((part, position) =>
      sum(multiply(part, constant(Object.values(direction)[position] ?? new NdArray(new Float64Array(1), [])))),
    )
    .reduce((a, b) => add(a, b));

test("first, second and third derivatives of a tanh network agree with central differences along any direction", () => {
  const { parameters, loss } = tanhNetwork();
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = new Random(seed);
      const [feeds, direction] = [randomFeeds(parameters, random), randomFeeds(parameters, random)];
      let value = loss;
      for (let order = 1; order <= 3; order += 1) {
        const derivative = inner(gradients(value, parameters), direction);
        const [after = Number.NaN] = numbers(value, moved(feeds, direction, 1e-5));
        const [before = Number.NaN] = numbers(value, moved(feeds, direction, -1e-5));
        const [exact = Number.NaN] = numbers(derivative, feeds);
        expect(Math.abs(exact - (after - before) / 2e-5)).toBeLessThan(1e-7 * Math.max(1, Math.abs(exact)));
        value = derivative;
      }
    }),
    { numRuns: 20 },
  );
});

describe("losses written as Keras writes them, for logits (-200, 200) with the wrong class certain", () => {
  const z = input("z", [1, 2]);
  const feeds = { z: array([-200, 200], [1, 2]) };
  const target = oneHot(constant([0], { dtype: "int32" }), 2);
  const p = softmax(z);
  const shares = divide(p, sum(p, { axes: -1, keepDims: true }));
  const clipped = clip(shares, { minimum: 1e-7, maximum: 1 - 1e-7 });
  const loss = mean(negate(sum(multiply(target, log(clipped)), { axes: -1 })));

  test("the gradient is softmax minus target, and finite", () => {
    expect(numbers(one(loss, z), feeds)).toEqual([-1, 1]);
  });

  test("second derivatives are finite too", () => {
    const second = one(sum(multiply(one(loss, z), constant([[1, 2]]))), z);
    expect(numbers(second, feeds).every(Number.isFinite)).toBe(true);
  });
});
