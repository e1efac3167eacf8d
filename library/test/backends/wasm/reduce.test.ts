// Reductions over any axes of views of any layout against float64 loops over the same memory.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dtype, type Reducer, type Shape, sizeOf, type View } from "../../../src/tensor/index.ts";
import { operandLayouts, resultLayouts, shapes, viewFor } from "./arbitraries.ts";
import { applied, formula, HandPlan, loaded, viewOf } from "./handPlan.ts";
import { placeIn, positionsOf, runPlan } from "./running.ts";

const reducers: readonly Reducer[] = ["sum", "mean", "maximum", "minimum"];
const combine: Readonly<Record<Reducer, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  maximum: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  minimum: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
};

const without = (shape: Shape, axes: readonly number[]): number[] => shape.filter((_, axis) => !axes.includes(axis));
const numbers = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.fround(Math.sin(index * 7.1) * 9));

/** A reduction of `x`, or of `x * x` with a formula before it. */
function plan(
  shape: Shape,
  axes: readonly number[],
  reducer: Reducer,
  x: View,
  xSize: number,
  y: View,
  ySize: number,
  squared: boolean,
  dtype: Dtype = "float",
) {
  const square = formula(["x"], ([value]) => {
    if (value?.kind !== "float") throw new Error("a float is expected");
    return value.times(value);
  });
  const built = new HandPlan();
  const load = built.access(built.bind("x", xSize, dtype), x);
  const output = built.access(built.bind("y", ySize, dtype), y);
  return built
    .step({
      kind: "reduce",
      shape,
      axes,
      reducer,
      body: {
        loads: [load],
        applications: squared ? [{ operation: square, attributes: {}, operands: [loaded(0)], dtype }] : [],
      },
      value: squared ? applied(0) : loaded(0),
      output,
    })
    .build();
}

/** Values that are combined into each result, by its place in the memory of `y`. */
function groups(
  shape: Shape,
  axes: readonly number[],
  x: View,
  memory: readonly number[],
  y: View,
): Map<number, number[]> {
  const found = new Map(positionsOf(without(shape, axes)).map((position) => [placeIn(y, position), [] as number[]]));
  for (const position of positionsOf(shape)) {
    const place = placeIn(y, without(position, axes));
    found.get(place)?.push(memory[placeIn(x, position)] ?? 0);
  }
  return found;
}

/** n float32 additions in any order err by at most n u Σ|x| (Higham, 2002, 4.2); the largest and smallest are exact. */
function errorBound(reducer: (typeof reducers)[number], values: readonly number[]): number {
  if (reducer === "maximum" || reducer === "minimum") return 0;
  return (values.length + 1) * 2 ** -24 * combine[reducer](values.map(Math.abs));
}

describe("reductions", () => {
  it("combine what lies along the axes, whatever the layout", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.subarray([0, 1, 2, 3]),
        fc.constantFrom(...reducers),
        operandLayouts,
        resultLayouts,
        fc.boolean(),
        (shape, wanted, reducer, layoutX, layoutY, squared) => {
          const axes = wanted.filter((axis) => axis < shape.length);
          const x = viewFor(shape, layoutX);
          const y = viewFor(without(shape, axes), layoutY);
          const memory = { x: numbers(x.size), y: numbers(y.size) };
          const result = runPlan(plan(shape, axes, reducer, x, x.size, y, y.size, squared), memory).y ?? [];
          const expected = groups(shape, axes, x, memory.x, y);
          result.forEach((value, place) => {
            const group = expected.get(place);
            if (group === undefined) {
              expect(value, `element ${place} is not part of the result`).toBe(memory.y[place]);
              return;
            }
            const values = squared ? group.map((one) => Math.fround(one * one)) : group;
            const right = combine[reducer](values);
            if (!Number.isFinite(right)) expect(value).toBe(right);
            else expect(Math.abs(value - right)).toBeLessThanOrEqual(errorBound(reducer, values));
          });
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each(reducers)("%s of nothing is what the reference says", (reducer) => {
    const expected = { sum: 0, mean: Number.NaN, maximum: Number.NEGATIVE_INFINITY, minimum: Number.POSITIVE_INFINITY };
    const right = new Array<number>(6).fill(expected[reducer]);
    for (const [shape, axes] of [[[6, 0], [1]] as const, [[0, 6], [0]] as const]) {
      const built = plan(shape, axes, reducer, viewOf(shape), 0, viewOf([6]), 6, false);
      expect(runPlan(built, {}).y).toEqual(right);
    }
  });

  it.each(["maximum", "minimum", "sum", "mean"] as const)("%s is NaN where one value is", (reducer) => {
    for (const size of [1, 3, 4, 5, 17, 64]) {
      for (const at of [0, 1, size - 1]) {
        const x = numbers(size * 5);
        x[Math.min(at, size - 1) * 5 + 2] = Number.NaN;
        const columns = plan([size, 5], [0], reducer, viewOf([size, 5]), size * 5, viewOf([5]), 5, false);
        const rows = plan([5, size], [1], reducer, viewOf([5, size], [1, 5]), size * 5, viewOf([5]), 5, false);
        for (const built of [columns, rows]) {
          expect(runPlan(built, { x }).y?.map(Number.isNaN)).toEqual([false, false, true, false, false]);
        }
      }
    }
  });

  it("long sums stay accurate", () => {
    const size = 1 << 18;
    const x = Float32Array.from({ length: size }, (_, index) => 1 + (index % 3) / 3);
    const right = x.reduce((sum, value) => sum + value, 0);
    for (const [shape, axes] of [
      [[size], [0]] as const,
      [[size / 8, 8], [0]] as const,
      [[8, size / 8], [1]] as const,
    ]) {
      const kept = without(shape, axes);
      const count = sizeOf(kept);
      const result = runPlan(plan(shape, axes, "sum", viewOf(shape), size, viewOf(kept), count, false), { x }).y ?? [];
      const total = result.reduce((sum, value) => sum + value, 0);
      expect(Math.abs(total - right) / right).toBeLessThan(2e-6);
    }
  });

  it("integers are combined as integers", () => {
    const x = [5, -3, 2 ** 30, 7, 2 ** 30, 2 ** 30];
    for (const [reducer, right] of [
      ["sum", [2 ** 30 + 2, -(2 ** 31) + 7]] as const,
      ["maximum", [2 ** 30, 2 ** 30]] as const,
      ["minimum", [-3, 7]] as const,
    ]) {
      const built = plan([2, 3], [1], reducer, viewOf([2, 3]), 6, viewOf([2]), 2, false, "int32");
      expect(runPlan(built, { x }).y).toEqual(right);
    }
  });
});
