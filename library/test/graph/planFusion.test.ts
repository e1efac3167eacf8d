// What plans compute in one step: fused loops, reductions with what leads up to them, kernels on views.
import { describe, expect, test } from "vitest";
import { createPlan, createProgram, type Plan, type Update } from "../../src/graph/index.ts";
import {
  add,
  broadcastTo,
  cast,
  constant,
  exp,
  input,
  iota,
  matmul,
  max,
  multiply,
  randomUniform,
  reshape,
  sigmoid,
  slice,
  softmax,
  subtract,
  sum,
  tanh,
  transpose,
} from "../../src/ops/index.ts";
import type { Tensor } from "../../src/tensor/index.ts";
import { interpretPlan } from "./interpretPlan.ts";
import { able, plain } from "./targets.ts";
import { adamUpdates, trainingStep } from "./trainingStep.ts";

const planOf = (outputs: Readonly<Record<string, Tensor>>, updates: readonly Update[] = [], target = able): Plan =>
  createPlan(createProgram({ outputs, updates }), target);
const kinds = ({ steps }: Plan): string[] =>
  steps.map((step) => (step.kind === "kernel" ? step.operation.name : step.kind));
const inArena = ({ buffers }: Plan) => buffers.filter(({ place }) => place.kind === "arena");
const run = (plan: Plan, inputs: Readonly<Record<string, ArrayLike<number>>>) =>
  Object.fromEntries(Object.entries(interpretPlan(plan, inputs)).map(([name, data]) => [name, Array.from(data)]));

const x = input("x", [2, 3]);
const rows = [1, 2, 3, 4, 5, 6];

describe("elementwise fusion", () => {
  test("a chain of operations is one loop that stores only its end", () => {
    const plan = planOf({ y: tanh(add(multiply(x, x), exp(x))) });
    expect(kinds(plan)).toEqual(["elementwise"]);
    expect(plan.arenaBytes).toBe(0);
  });

  test("a value that several outputs need is computed once, in one loop with several results", () => {
    const shared = exp(x);
    const plan = planOf({ a: add(shared, 1), b: multiply(shared, 2), c: shared });
    expect(kinds(plan)).toEqual(["elementwise"]);
    expect(plan.steps[0]).toMatchObject({ body: { loads: { length: 1 } }, outputs: { length: 3 } });
  });

  test("loops that read the same value become one, even if neither needs the other", () => {
    expect(kinds(planOf({ a: add(x, 1), b: exp(x) }))).toEqual(["elementwise"]);
  });

  test("loops are not fused where a third step needs one and is needed by the other", () => {
    const a = exp(x);
    expect(kinds(planOf({ y: multiply(a, sum(a)) }))).toEqual(["elementwise", "reduce", "elementwise"]);
  });

  test("an Adam step on flat vectors is one loop over them, and one over the scalars", () => {
    const [parameters, gradient] = [input("parameters", [1000]), input("gradient", [1000])];
    const plan = planOf({}, adamUpdates(parameters, gradient));
    expect(kinds(plan)).toEqual(["elementwise", "elementwise"]);
    expect(plan.steps[1]).toMatchObject({ shape: [1000], outputs: { length: 3 } });
    // The corrected learning rate is all that stands in neither a state nor an input.
    expect(inArena(plan).map(({ size }) => size)).toEqual([1]);
  });

  test("what is cheap to keep waiting is computed where it is used: a sigmoid's derivative takes no memory", () => {
    const a = sigmoid(x);
    const plan = planOf({ y: multiply(matmul(a, constant(1, { shape: [3, 3] })), multiply(a, subtract(1, a))) });
    expect(kinds(plan)).toEqual(["elementwise", "matmul", "elementwise"]);
    expect(plan.steps[0]).toMatchObject({ outputs: { length: 1 } });
  });

  test("scalars that are computed feed larger loops", () => {
    const plan = planOf({ y: multiply(x, sum(x)) });
    expect(kinds(plan)).toEqual(["reduce", "elementwise"]);
    expect(plan.steps[1]).toMatchObject({
      body: { loads: [{ view: { strides: [3, 1] } }, { view: { strides: [0, 0] } }] },
    });
  });

  test("operations that depend on the position keep it in fused loops", () => {
    const column = cast(iota({ shape: [2, 3], axis: 0 }), "float");
    expect(run(planOf({ y: add(multiply(column, 10), x) }), { x: rows }).y).toEqual([1, 2, 3, 14, 15, 16]);
    const random = randomUniform(input("seed", [], "int32"), input("step", [], "int32"), { shape: [2, 3] });
    const plan = planOf({ y: add(random, transpose(input("z", [3, 2]))), random });
    const { y, random: drawn } = run(plan, { seed: [1], step: [2], z: [10, 40, 20, 50, 30, 60] });
    expect(kinds(plan)).toEqual(["elementwise"]);
    expect(new Set(drawn).size).toBe(6);
    expect(y).toEqual(drawn?.map((value, at) => value + 10 * (at + 1)));
  });

  test("one number for all elements stands inside the loop, other constants in memory", () => {
    const plan = planOf({ y: add(multiply(x, 3), constant([1, 2, 3])) });
    expect(plan.buffers.filter(({ place }) => place.kind === "constant").map(({ size }) => size)).toEqual([3]);
    expect(run(plan, { x: rows }).y).toEqual([4, 8, 12, 13, 17, 21]);
  });
});

describe("reductions", () => {
  test("what only a reduction needs is computed inside of it", () => {
    const plan = planOf({ y: sum(multiply(x, exp(x)), { axes: 1 }) });
    expect(kinds(plan)).toEqual(["reduce"]);
    expect(plan.arenaBytes).toBe(0);
  });

  test("what others need too is stored once", () => {
    const product = multiply(x, exp(x));
    expect(kinds(planOf({ y: sum(product), product }))).toEqual(["elementwise", "reduce"]);
  });

  test("transposed and sliced operands are read where they stand", () => {
    const part = slice(transpose(x), { start: [1, 0] });
    const plan = planOf({ y: max(part, { axes: 0 }) });
    expect(kinds(plan)).toEqual(["reduce"]);
    expect(run(plan, { x: rows }).y).toEqual([3, 6]);
  });

  test("nothing to sum is still a result", () => {
    const plan = planOf({ y: sum(input("empty", [2, 0]), { axes: 1 }), z: add(input("none", [0, 3]), 1) });
    expect(run(plan, { empty: [], none: [] })).toMatchObject({ y: [0, 0], z: [] });
  });
});

describe("views and kernels", () => {
  test("views cost nothing: the kernel reads transposed, sliced and reshaped operands where they stand", () => {
    const w = reshape(slice(input("flat", [20]), { start: [2], size: [12] }), [4, 3]);
    const plan = planOf({ y: matmul(x, transpose(w)) });
    expect(kinds(plan)).toEqual(["matmul"]);
    expect(plan.steps[0]).toMatchObject({ inputs: [{}, { view: { offset: 2, shape: [3, 4], strides: [1, 3] } }] });
  });

  test("a kernel that wants row-major operands gets a copy, and memory to work in", () => {
    const plan = planOf({ y: matmul(x, transpose(x)) }, [], plain);
    expect(kinds(plan)).toEqual(["elementwise", "matmul"]);
    expect(plan.steps[1]).toMatchObject({ scratch: { view: { shape: [10] } } });
    expect(run(plan, { x: rows }).y).toEqual([14, 32, 32, 77]);
  });

  test("parts of a row-major value need no copy", () => {
    const plan = planOf({ y: matmul(slice(x, { start: [1, 0] }), reshape(x, [3, 2])) }, [], plain);
    expect(kinds(plan)).toEqual(["matmul"]);
  });

  test("a repeated number is one number in memory", () => {
    const plan = planOf({ y: matmul(x, constant(1, { shape: [3, 1000] })) });
    expect(plan.buffers.find(({ place }) => place.kind === "constant")?.size).toBe(1);
  });

  test("a view that strides cannot express is copied once", () => {
    const flat = reshape(transpose(x), [6]);
    const plan = planOf({ y: matmul(reshape(flat, [1, 6]), reshape(flat, [6, 1])), z: broadcastTo(flat, [2, 6]) });
    expect(kinds(plan).filter((kind) => kind === "elementwise")).toHaveLength(2);
    expect(run(plan, { x: rows })).toMatchObject({ y: [91], z: [1, 4, 2, 5, 3, 6, 1, 4, 2, 5, 3, 6] });
  });

  test("what a backend cannot do is an error that names the operation", () => {
    const none = { ...able, hasKernel: () => false };
    expect(() => planOf({ y: matmul(x, transpose(x)) }, [], none)).toThrow(/the backend has no kernel for matmul/);
    expect(kinds(planOf({ y: softmax(x) }, [], none))).toEqual(["reduce", "elementwise", "reduce", "elementwise"]);
  });
});

test("a training step of a 64-128-128-10 network is at most 30 steps, and takes no more memory than its largest values", () => {
  const plan = createPlan(trainingStep({ rows: 1000, batch: 64, units: [64, 128, 128, 10] }), able);
  const named = kinds(plan);
  expect(named.filter((kind) => kind === "matmul")).toHaveLength(8);
  expect(named.filter((kind) => kind === "gather")).toHaveLength(2);
  expect(named.length).toBeLessThanOrEqual(30);
  // Gathered rows, two activations, two gradients of activations, the flat gradient, and small change.
  const [batch, hidden, flat] = [64 * 64, 64 * 128, 26_122];
  expect(plan.arenaBytes).toBeLessThan(4 * (batch + 4 * hidden + flat + 8 * 640));
});
