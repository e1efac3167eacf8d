// Where plans put values: outputs, parts of assemblies and new states directly, everything else in one arena.
import { describe, expect, test } from "vitest";
import { arenaAlignment, createPlan, createProgram, layOut, type Plan, type Update } from "../../src/graph/index.ts";
import {
  add,
  concatenate,
  constant,
  exp,
  input,
  matmul,
  multiply,
  negate,
  pad,
  reshape,
  slice,
  sqrt,
  subtract,
  sum,
  transpose,
} from "../../src/ops/index.ts";
import type { Tensor } from "../../src/tensor/index.ts";
import { byReferences, interpretPlan } from "./interpretPlan.ts";
import { memoryFaults } from "./planMemory.ts";
import { able } from "./targets.ts";

const planOf = (outputs: Readonly<Record<string, Tensor>>, updates: readonly Update[] = []): Plan => {
  const plan = createPlan(createProgram({ outputs, updates }), able);
  expect(memoryFaults(plan)).toEqual([]);
  return plan;
};
const kinds = ({ steps }: Plan): string[] =>
  steps.map((step) => (step.kind === "kernel" ? step.operation.name : step.kind));
const run = (plan: Plan, inputs: Readonly<Record<string, ArrayLike<number>>>) =>
  Object.fromEntries(
    Object.entries(interpretPlan(plan, inputs, byReferences)).map(([name, data]) => [name, Array.from(data)]),
  );

const x = input("x", [2, 3]);
const rows = [1, 2, 3, 4, 5, 6];

describe("outputs", () => {
  test("kernels, reductions and loops write outputs directly, reshaped ones too", () => {
    const plan = planOf({ product: reshape(matmul(x, transpose(x)), [4]), total: sum(x), e: exp(x) });
    expect(kinds(plan).sort()).toEqual(["elementwise", "matmul", "reduce"]);
    expect(plan.arenaBytes).toBe(0);
  });

  test("an output that is read again is read where it stands", () => {
    const product = matmul(x, transpose(x));
    const plan = planOf({ product, root: sqrt(product) });
    expect(kinds(plan)).toEqual(["matmul", "elementwise"]);
    expect(plan.arenaBytes).toBe(0);
  });

  test("inputs, constants, views and values with two names are copied", () => {
    const product = matmul(x, transpose(x));
    const outputs = { same: x, turned: transpose(x), a: product, b: product, seven: constant(7, { shape: [2] }) };
    const results = run(planOf({ ...outputs, fixed: constant([1, 2, 3]) }), { x: rows });
    expect(results).toMatchObject({ same: rows, turned: [1, 4, 2, 5, 3, 6], seven: [7, 7], fixed: [1, 2, 3] });
    expect([results.a, results.b]).toEqual([
      [14, 32, 32, 77],
      [14, 32, 32, 77],
    ]);
  });

  test("an output cannot have the name of an input", () => {
    expect(() => planOf({ x: exp(x) })).toThrow(/an input and an output are both named "x"/);
  });

  test("an input that simplification makes needless stays bound", () => {
    expect([...planOf({ y: multiply(slice(x, { start: [0, 0], size: [0, 0] }), 1) }).bindings.keys()]).toEqual([
      "x",
      "y",
    ]);
  });
});

describe("assemblies", () => {
  test("products and sums are written side by side: a flat gradient costs nothing", () => {
    const parts = [matmul(x, transpose(x)), sum(x, { axes: 0 }), matmul(transpose(x), x)];
    const flat = concatenate(parts.map((part) => reshape(part, [-1])));
    const plan = planOf({}, [{ state: input("state", [16]), value: multiply(flat, 2) }]);
    expect(kinds(plan).sort()).toEqual(["elementwise", "matmul", "matmul", "reduce"]);
    expect(plan.buffers.filter(({ place }) => place.kind === "arena").map(({ size }) => size)).toEqual([16]);
    expect(run(plan, { x: rows, state: Array(16).fill(0) }).state?.slice(0, 7)).toEqual([28, 64, 64, 154, 10, 14, 18]);
  });

  test("a part that is used elsewhere is read from its place in the whole", () => {
    const product = matmul(x, transpose(x));
    const plan = planOf({ whole: concatenate([reshape(product, [4]), reshape(sqrt(product), [4])]) });
    expect(kinds(plan)).toEqual(["matmul", "elementwise"]);
    expect(plan.arenaBytes).toBe(0);
  });

  test("columns side by side are written by the loops that compute them", () => {
    const plan = planOf({ y: concatenate([exp(x), negate(x)], 1) });
    expect(kinds(plan)).toEqual(["elementwise"]);
    expect(run(plan, { x: [0, 0, 0, 0, 0, 0] }).y).toEqual([1, 1, 1, -0, -0, -0, 1, 1, 1, -0, -0, -0]);
  });

  test("assemblies inside assemblies are built where they end up", () => {
    const inner = concatenate([sum(x, { axes: 0 }), sum(x, { axes: 1 })]);
    const plan = planOf({ y: concatenate([reshape(matmul(x, transpose(x)), [4]), inner]) });
    expect(kinds(plan).sort()).toEqual(["matmul", "reduce", "reduce"]);
    expect(plan.arenaBytes).toBe(0);
    expect(run(plan, { x: rows }).y).toEqual([14, 32, 32, 77, 5, 7, 9, 6, 15]);
  });

  test("padding is filled first, then written over", () => {
    const plan = planOf({ y: pad(matmul(x, transpose(x)), { low: [1, 0], high: [0, 1], value: 9 }) });
    expect(run(plan, { x: rows }).y).toEqual([9, 9, 9, 14, 32, 9, 32, 77, 9]);
    expect(kinds(planOf({ z: pad(exp(x), { low: [1, 0] }) }))).toEqual(["elementwise", "elementwise"]);
  });
});

describe("updates", () => {
  const s = input("s", [6]);
  const flat = reshape(x, [6]);
  const given = { x: rows, s: [10, 20, 30, 40, 50, 60] };

  test("a loop that reads a state where it writes it replaces it in place", () => {
    const plan = planOf({}, [{ state: s, value: subtract(s, multiply(flat, 2)) }]);
    expect(kinds(plan)).toEqual(["elementwise"]);
    expect(plan.arenaBytes).toBe(0);
    expect(run(plan, given).s).toEqual([8, 16, 24, 32, 40, 48]);
  });

  test("everything that reads the old state does so before", () => {
    const plan = planOf({ old: sum(s), turned: negate(s) }, [{ state: s, value: add(s, sum(flat)) }]);
    expect(run(plan, given)).toMatchObject({ old: [210], s: [31, 41, 51, 61, 71, 81] });
    expect(plan.arenaBytes).toBe(arenaAlignment);
  });

  test("a loop that reads a state elsewhere than it writes does not disturb itself", () => {
    const shifted = concatenate([slice(s, { start: [1] }), slice(s, { start: [0], size: [1] })]);
    expect(run(planOf({}, [{ state: s, value: add(shifted, s) }]), given).s).toEqual([30, 50, 70, 90, 110, 70]);
    expect(run(planOf({}, [{ state: s, value: shifted }]), given).s).toEqual([20, 30, 40, 50, 60, 10]);
    const backwards = reshape(transpose(reshape(s, [2, 3])), [6]);
    expect(run(planOf({}, [{ state: s, value: backwards }]), given).s).toEqual([10, 40, 20, 50, 30, 60]);
  });

  test("a kernel writes a new state directly, unless it reads the old one", () => {
    const square = input("square", [2, 2]);
    const product = matmul(x, transpose(x));
    expect(kinds(planOf({}, [{ state: square, value: product }]))).toEqual(["matmul"]);
    const plan = planOf({}, [{ state: square, value: matmul(square, square) }]);
    expect(kinds(plan)).toEqual(["matmul", "elementwise"]);
    expect(run(plan, { square: [1, 2, 3, 4] }).square).toEqual([7, 10, 15, 22]);
  });

  test("two states can change places", () => {
    const r = input("r", [6]);
    const results = run(
      planOf({}, [
        { state: s, value: r },
        { state: r, value: s },
      ]),
      { ...given, r: rows },
    );
    expect([results.s, results.r]).toEqual([rows, given.s]);
  });

  test("states that depend on each other's old values get them", () => {
    const r = input("r", [6]);
    const updates = [
      { state: s, value: add(s, r) },
      { state: r, value: subtract(s, r) },
    ];
    const plan = planOf({}, updates);
    expect(kinds(plan)).toEqual(["elementwise"]);
    expect(run(plan, { ...given, r: rows })).toMatchObject({ s: [11, 22, 33, 44, 55, 66], r: [9, 18, 27, 36, 45, 54] });
  });

  test("a new state can be an output too, and be used", () => {
    const next = add(s, flat);
    const plan = planOf({ next, total: sum(next) }, [{ state: s, value: next }]);
    expect(run(plan, given)).toMatchObject({
      next: [11, 22, 33, 44, 55, 66],
      s: [11, 22, 33, 44, 55, 66],
      total: [231],
    });
  });

  test("a state assembled from parts is assembled in place, its parts replaced element by element", () => {
    const [first, second] = [slice(s, { start: [0], size: [3] }), slice(s, { start: [3] })];
    const value = concatenate([add(first, 1), multiply(second, 2)]);
    const plan = planOf({}, [{ state: s, value }]);
    expect(kinds(plan)).toEqual(["elementwise"]);
    expect(plan.arenaBytes).toBe(0);
    expect(run(plan, given).s).toEqual([11, 21, 31, 80, 100, 120]);
  });

  test("an assembled state that is read beside the old one is put together elsewhere", () => {
    const value = concatenate([add(slice(s, { start: [3] }), 1), multiply(slice(s, { start: [0], size: [3] }), 2)]);
    const plan = planOf({ change: subtract(value, s) }, [{ state: s, value }]);
    expect(run(plan, given)).toMatchObject({ change: [31, 31, 31, -20, -10, 0], s: [41, 51, 61, 20, 40, 60] });
  });

  test("a state that is replaced by itself costs nothing", () => {
    expect(planOf({}, [{ state: s, value: reshape(reshape(s, [2, 3]), [6]) }]).steps).toEqual([]);
  });
});

describe("the arena", () => {
  test("values that are not needed at the same time share memory", () => {
    let y = input("wide", [20, 20]);
    for (let depth = 0; depth < 8; depth += 1) y = matmul(y, y);
    const size = Math.ceil((4 * 20 * 20) / arenaAlignment) * arenaAlignment;
    expect(planOf({ y }).arenaBytes).toBe(2 * size);
  });

  test("a loop takes over the memory of an operand that nothing needs afterwards", () => {
    const product = matmul(x, transpose(x));
    const plan = planOf({ y: matmul(exp(product), exp(product)) });
    expect(kinds(plan)).toEqual(["matmul", "elementwise", "matmul"]);
    expect(plan.buffers.filter(({ place }) => place.kind === "arena")).toHaveLength(1);
  });

  test("the largest request comes first, each at the smallest gap that holds it", () => {
    const requests = [
      { bytes: 100, first: 0, last: 5 },
      { bytes: 1000, first: 0, last: 1 },
      { bytes: 200, first: 2, last: 3 },
      { bytes: 64, first: 4, last: 5 },
      { bytes: 0, first: 0, last: 5 },
    ];
    expect(layOut(requests)).toEqual({ offsets: [1024, 0, 0, 0, 0], bytes: 1152 });
  });
});
