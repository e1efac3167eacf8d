// Elementwise loops over all kinds of views against plain loops over the same memory.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ElementwiseStep } from "../../../src/graph/index.ts";
import { compileScalar } from "../../../src/ops/index.ts";
import { elementPosition, type Scalar, scalarOperand, sizeOf, type View } from "../../../src/tensor/index.ts";
import { operandLayouts, resultLayouts, shapes, viewFor } from "./arbitraries.ts";
import { applied, formula, HandPlan, loaded, viewOf } from "./handPlan.ts";
import { placeIn, positionsOf, runPlan } from "./running.ts";

const numbers = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.fround(Math.sin(index * 7.1) * 9));

const sumAndIndex = formula(["a", "b"], ([a, b], { index, coordinate }) => {
  if (a?.kind !== "float" || b?.kind !== "float") throw new Error("two floats are expected");
  return a
    .times(3)
    .minus(b.times(b))
    .plus(index.plus(coordinate(0)).toFloat());
});
const difference = formula(["a", "b"], ([a, b]) => {
  if (a?.kind !== "float" || b?.kind !== "float") throw new Error("two floats are expected");
  return a.minus(b);
});
const product = formula(["a", "b"], ([a, b]) => {
  if (a?.kind !== "float" || b?.kind !== "float") throw new Error("two floats are expected");
  return a.times(b);
});
const doubled = formula(["a"], ([a]) => {
  if (a?.kind !== "float") throw new Error("a float is expected");
  return a.plus(a);
});

/** The memory of `y` after one plain loop. */
function expectedMemory(
  scalar: (operands: readonly Scalar[]) => Scalar,
  inputs: readonly { view: View; memory: readonly number[] }[],
  output: View,
  before: readonly number[],
): number[] {
  const compute = compileScalar(scalar(inputs.map((_, index) => scalarOperand(index, "float"))).node, "float32");
  const after = [...before];
  positionsOf(output.shape).forEach((position, index) => {
    const operands = inputs.map(({ view, memory }) => memory[placeIn(view, position)] ?? 0);
    after[placeIn(output, position)] = compute(operands, index, position);
  });
  return after;
}

describe("elementwise loops", () => {
  it("compute the same as plain loops for views of any layout", () => {
    fc.assert(
      fc.property(shapes, operandLayouts, operandLayouts, resultLayouts, (shape, layoutA, layoutB, layoutY) => {
        fc.pre(shape.length > 0);
        const [a, b, y] = [viewFor(shape, layoutA), viewFor(shape, layoutB), viewFor(shape, layoutY)];
        const plan = new HandPlan();
        const inputs = [plan.access(plan.bind("a", a.size), a), plan.access(plan.bind("b", b.size), b)];
        plan.elementwise(sumAndIndex, inputs, plan.access(plan.bind("y", y.size), y));
        const memory = { a: numbers(a.size), b: numbers(b.size).reverse(), y: numbers(y.size) };
        const wanted = expectedMemory(
          (operands) => sumAndIndex.scalar?.(operands, {}, elementPosition) ?? operands[0] ?? elementPosition.index,
          [
            { view: a, memory: memory.a },
            { view: b, memory: memory.b },
          ],
          y,
          memory.y,
        );
        expect(runPlan(plan.build(), memory).y).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it.each([0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 1000, 4099])("writes exactly %i elements", (size) => {
    const plan = new HandPlan();
    const x = plan.access(plan.bind("x", size + 3), viewOf([size]));
    plan.elementwise(doubled, [x], plan.access(plan.bind("y", size + 3), viewOf([size])));
    const x0 = numbers(size + 3);
    const result = runPlan(plan.build(), { x: x0, y: new Array<number>(size + 3).fill(-1) });
    expect(result.y).toEqual([...x0.slice(0, size).map((value) => value * 2), -1, -1, -1]);
  });

  it("a scalar step has one element", () => {
    const plan = new HandPlan();
    const x = plan.access(plan.bind("x", 2), viewOf([], [], 1));
    plan.elementwise(doubled, [x], plan.access(plan.bind("y", 3), viewOf([], [], 2)));
    expect(runPlan(plan.build(), { x: [3, 5], y: [7, 7, 7] }).y).toEqual([7, 7, 10]);
  });

  it("stores several values, also where it reads", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (size, order) => {
        const plan = new HandPlan();
        const [a, b] = [
          plan.access(plan.bind("a", size), viewOf([size])),
          plan.access(plan.bind("b", size), viewOf([size])),
        ];
        const c = plan.access(plan.bind("c", size), viewOf([size]));
        const operands = [loaded(0), loaded(1)];
        const outputs = [
          { value: applied(0), access: a },
          { value: applied(1), access: b },
          { value: loaded(0), access: c },
        ];
        const step: ElementwiseStep = {
          kind: "elementwise",
          shape: [size],
          body: {
            loads: [a, b],
            applications: [
              { operation: difference, attributes: {}, operands, dtype: "float" },
              { operation: product, attributes: {}, operands, dtype: "float" },
            ],
          },
          outputs: order.flatMap((position) => outputs[position] ?? []),
        };
        const memory = { a: numbers(size), b: numbers(size).reverse(), c: numbers(size) };
        const result = runPlan(plan.step(step).build(), memory);
        expect(result.a).toEqual(memory.a.map((value, index) => Math.fround(value - (memory.b[index] ?? 0))));
        expect(result.b).toEqual(memory.a.map((value, index) => Math.fround(value * (memory.b[index] ?? 0))));
        expect(result.c).toEqual(memory.a);
      }),
      { numRuns: 60 },
    );
  });

  it.each([1, 3, 4, 9, 40])("swaps two values of %i elements in one step", (size) => {
    const plan = new HandPlan();
    const a = plan.access(plan.bind("a", size), viewOf([size]));
    const b = plan.access(plan.bind("b", size), viewOf([size]));
    const outputs = [
      { value: loaded(0), access: b },
      { value: loaded(1), access: a },
    ];
    plan.step({ kind: "elementwise", shape: [size], body: { loads: [a, b], applications: [] }, outputs });
    const memory = { a: numbers(size), b: numbers(size).reverse() };
    expect(runPlan(plan.build(), memory)).toEqual({ a: memory.b, b: memory.a });
  });

  it("reads truth values as masks and stores them as 0 and 1", () => {
    const both = formula(["p", "q"], ([p, q]) => {
      if (p?.kind !== "bool" || q?.kind !== "bool") throw new Error("two truth values are expected");
      return p.and(q.not());
    });
    const size = 11;
    const plan = new HandPlan();
    const [p, q] = ["p", "q"].map((name) => plan.access(plan.bind(name, size, "bool"), viewOf([size])));
    if (p === undefined || q === undefined) throw new Error("no operands");
    plan.elementwise(both, [p, q], plan.access(plan.bind("y", size, "bool"), viewOf([size])));
    const left = Array.from({ length: size }, (_, index) => index % 2);
    const right = Array.from({ length: size }, (_, index) => (index % 3 === 0 ? 1 : 0));
    expect(runPlan(plan.build(), { p: left, q: right }).y).toEqual(
      left.map((value, index) => (value === 1 && right[index] === 0 ? 1 : 0)),
    );
  });

  it("reads constants, one for all elements or one for each", () => {
    const plan = new HandPlan();
    const each = plan.access(plan.constant([1, 2, 3, 4, 5]), viewOf([5]));
    const all = plan.access(plan.constant([0.5], 5), viewOf([5]));
    plan.elementwise(product, [each, all], plan.access(plan.bind("y", 5), viewOf([5])));
    expect(runPlan(plan.build(), {}).y).toEqual([0.5, 1, 1.5, 2, 2.5]);
  });

  it("passes values from step to step through the arena", () => {
    const plan = new HandPlan();
    const x = plan.access(plan.bind("x", 9), viewOf([9]));
    const [between, further] = [plan.access(plan.arena(9), viewOf([9])), plan.access(plan.arena(9), viewOf([9]))];
    plan.elementwise(doubled, [x], between).elementwise(product, [between, x], further);
    plan.elementwise(difference, [further, between], plan.access(plan.bind("y", 9), viewOf([9])));
    const x0 = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(runPlan(plan.build(), { x: x0 }).y).toEqual(x0.map((value) => 2 * value * value - 2 * value));
  });

  it("merges what is contiguous and still counts positions along every axis", () => {
    const shape = [3, 4, 5];
    const positions = formula([], (_, { index, coordinate }) =>
      index.plus(coordinate(0).times(1000)).plus(coordinate(1).times(10_000)).plus(coordinate(2).times(100_000)),
    );
    const plan = new HandPlan();
    plan.elementwise(positions, [], plan.access(plan.bind("y", sizeOf(shape), "int32"), viewOf(shape)));
    expect(runPlan(plan.build(), {}).y).toEqual(
      positionsOf(shape).map(([i = 0, j = 0, k = 0], index) => index + 1000 * i + 10_000 * j + 100_000 * k),
    );
  });
});
