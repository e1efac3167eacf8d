// gather and scatterAdd on views of any layout against plain loops over the same memory.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addKernels, scatterKernels } from "../../../src/backends/index.ts";
import { gather, scatterAdd } from "../../../src/ops/index.ts";
import type { Attributes, Dtype, Operation, Shape, View } from "../../../src/tensor/index.ts";
import { operandLayouts, resultLayouts, viewFor } from "./arbitraries.ts";
import { HandPlan, viewOf } from "./handPlan.ts";
import { placeIn, positionsOf, runPlan } from "./running.ts";

addKernels(scatterKernels);

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => ((index * 37) % 101) - 50);

interface Case {
  readonly operation: Operation;
  readonly attributes: Attributes;
  readonly data: View & { size: number };
  readonly indices: View & { size: number };
  readonly output: View & { size: number };
  readonly picks: readonly number[];
  readonly dtype?: Dtype;
}

/** Runs one step; gives the memory of all of its bindings. */
function runCase({ operation, attributes, data, indices, output, picks, dtype = "float" }: Case) {
  const plan = new HandPlan();
  const inputs = [
    plan.access(plan.bind("data", data.size, dtype), data),
    plan.access(plan.bind("indices", indices.size, "int32"), indices),
  ];
  const target = plan.access(plan.bind("y", output.size, dtype), output);
  plan.step({ kind: "kernel", operation, attributes, inputs, output: target, scratch: undefined });
  const memory = {
    data: numbers(data.size),
    indices: new Array<number>(indices.size).fill(0),
    y: numbers(output.size),
  };
  positionsOf(indices.shape).forEach((position, index) => {
    memory.indices[placeIn(indices, position)] = picks[index % Math.max(1, picks.length)] ?? 0;
  });
  return { memory, result: runPlan(plan.build(), memory).y ?? [] };
}

/** Shapes around an axis: before it, of the indices, after it. */
const parts = fc.record({
  before: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 1 }),
  picked: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 2 }),
  after: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }),
  size: fc.integer({ min: 0, max: 5 }),
  picks: fc.array(fc.integer({ min: -2, max: 6 }), { minLength: 1, maxLength: 12 }),
});

/** The element of `indices` at the part of a position that belongs to them. */
const pickAt = (indices: View, memory: readonly number[], position: readonly number[]): number =>
  memory[placeIn(indices, position)] ?? -1;

describe("gather", () => {
  it("copies what the indices name, and gives NaN outside", () => {
    fc.assert(
      fc.property(parts, operandLayouts, operandLayouts, resultLayouts, (shape, layoutX, layoutI, layoutY) => {
        const { before, picked, after, size, picks } = shape;
        const axis = before.length;
        const x = viewFor([...before, size, ...after], layoutX);
        const indices = viewFor(picked, layoutI);
        const y = viewFor([...before, ...picked, ...after], layoutY);
        const { memory, result } = runCase({
          operation: gather.operation,
          attributes: { axis },
          data: x,
          indices,
          output: y,
          picks,
        });
        const expected = [...memory.y];
        for (const position of positionsOf(y.shape)) {
          const index = pickAt(indices, memory.indices, position.slice(axis, axis + picked.length));
          const from = [...position.slice(0, axis), index, ...position.slice(axis + picked.length)];
          const isInside = index >= 0 && index < size;
          expected[placeIn(y, position)] = isInside ? (memory.data[placeIn(x, from)] ?? 0) : Number.NaN;
        }
        expect(result).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it.each(["int32", "bool"] as const)("gives 0 outside for %s", (dtype) => {
    const view = (shape: Shape) => ({ ...viewOf(shape), size: shape.reduce((product, size) => product * size, 1) });
    const { result, memory } = runCase({
      operation: gather.operation,
      attributes: { axis: 0 },
      data: view([4]),
      indices: view([3]),
      output: view([3]),
      picks: [2, -1, 4],
      dtype,
    });
    const picked = memory.data[2] ?? 0;
    expect(result).toEqual([dtype === "bool" ? Number(picked !== 0) : picked, 0, 0]);
  });

  it("takes the largest and smallest indices for outside", () => {
    const view = (shape: Shape) => ({ ...viewOf(shape), size: shape.reduce((product, size) => product * size, 1) });
    const picks = [2 ** 31 - 1, -(2 ** 31), 1];
    const { result } = runCase({
      operation: gather.operation,
      attributes: { axis: 0 },
      data: view([2, 5]),
      indices: view([3]),
      output: view([3, 5]),
      picks,
    });
    expect(result.map(Number.isNaN)).toEqual(
      new Array<boolean>(10).fill(true).concat(new Array<boolean>(5).fill(false)),
    );
  });
});

describe("scatterAdd", () => {
  it("adds rows in order to zeros, and ignores what is outside", () => {
    fc.assert(
      fc.property(parts, operandLayouts, operandLayouts, resultLayouts, (shape, layoutX, layoutI, layoutY) => {
        const { before, picked, after, size, picks } = shape;
        const axis = before.length;
        const x = viewFor([...before, ...picked, ...after], layoutX);
        const indices = viewFor(picked, layoutI);
        const y = viewFor([...before, size, ...after], layoutY);
        const attributes = { axis, size };
        const { memory, result } = runCase({
          operation: scatterAdd.operation,
          attributes,
          data: x,
          indices,
          output: y,
          picks,
        });
        const expected = [...memory.y];
        for (const position of positionsOf(y.shape)) expected[placeIn(y, position)] = 0;
        for (const position of positionsOf(x.shape)) {
          const index = pickAt(indices, memory.indices, position.slice(axis, axis + picked.length));
          if (index < 0 || index >= size) continue;
          const to = placeIn(y, [...position.slice(0, axis), index, ...position.slice(axis + picked.length)]);
          expected[to] = (expected[to] ?? 0) + (memory.data[placeIn(x, position)] ?? 0);
        }
        expect(result).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
