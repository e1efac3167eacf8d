// Products of matrices of all small sizes and layouts against float64 sums.
import { describe, expect, it } from "vitest";
import { run, type SynchronousBackend } from "../../../src/backends/index.ts";
import { createWasmBackend, hasRelaxedSimd, matmulKernel, wasm } from "../../../src/backends/wasm/index.ts";
import { input, matmul as product, transpose } from "../../../src/ops/index.ts";
import { NdArray, type Operation, type Shape, type Tensor, type View } from "../../../src/tensor/index.ts";
import { formula, HandPlan, viewOf } from "./handPlan.ts";
import { placeIn, positionsOf, runPlan } from "./running.ts";

const sizes = [0, 1, 3, 4, 5, 7, 8, 10, 16, 33, 64, 128];
const matmul: Operation = { ...formula(["a", "b"], ([a]) => a ?? matmulOperand()), name: "matmul" };
function matmulOperand(): never {
  throw new Error("matmul has no formula");
}
/** 2^-24: the relative error of one rounding. */
const rounding = 2 ** -24;

const numbers = (count: number, seed: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.fround(Math.sin(index * 12.9898 + seed) * 43_758.5453) % 1);

const extentOf = ({ shape, strides, offset }: View): number =>
  offset + 1 + shape.reduce((sum, size, axis) => sum + Math.max(0, size - 1) * Math.abs(strides[axis] ?? 0), 0);

/** Runs one product and compares every element; elements outside of the result keep their values. */
function check(a: View, b: View, out: View, backend: SynchronousBackend = wasm): void {
  const plan = new HandPlan();
  const [sizeA, sizeB, sizeOut] = [a, b, out].map(extentOf);
  const inputs = [plan.access(plan.bind("a", sizeA ?? 0), a), plan.access(plan.bind("b", sizeB ?? 0), b)];
  const output = plan.access(plan.bind("y", sizeOut ?? 0), out);
  const wanted = matmulKernel.scratchSize([a, b], out);
  const scratch = wanted === 0 ? undefined : plan.access(plan.arena(wanted), viewOf([wanted]));
  plan.step({ kind: "kernel", operation: matmul, attributes: {}, inputs, output, scratch });
  const memory = { a: numbers(sizeA ?? 0, 1), b: numbers(sizeB ?? 0, 2), y: numbers(sizeOut ?? 0, 3) };
  const got = runPlan(plan.build(), memory, backend).y ?? [];
  const untouched = new Map(memory.y.map((value, place) => [place, value]));
  const k = a.shape.at(-1) ?? 0;
  for (const position of positionsOf(out.shape)) {
    const [row = 0, column = 0] = position.slice(-2);
    const batch = position.slice(0, -2);
    let [sum, absolute] = [0, 0];
    for (let inner = 0; inner < k; inner += 1) {
      const left = memory.a[placeIn(a, [...batch, row, inner])] ?? 0;
      const term = left * (memory.b[placeIn(b, [...batch, inner, column])] ?? 0);
      sum += term;
      absolute += Math.abs(term);
    }
    const place = placeIn(out, position);
    untouched.delete(place);
    const error = Math.abs((got[place] ?? Number.NaN) - sum);
    if (!(error <= (k + 2) * rounding * absolute))
      expect.fail(`element ${position}: got ${got[place]}, expected ${sum}`);
  }
  for (const [place, value] of untouched) if (got[place] !== value) expect.fail(`element ${place} was overwritten`);
}

type Layout = (rows: number, columns: number) => View;
const layouts: Readonly<Record<string, Layout>> = {
  "row-major": (rows, columns) => viewOf([rows, columns]),
  transposed: (rows, columns) => viewOf([rows, columns], [1, rows], 3),
  "with gaps in rows": (rows, columns) => viewOf([rows, columns], [columns + 5, 1], 2),
  "with gaps everywhere": (rows, columns) => viewOf([rows, columns], [columns * 2 + 1, 2], 1),
};
const someSizes = [0, 1, 3, 5, 8, 10, 33];
const pairs = [
  ["row-major", "row-major", sizes],
  ["transposed", "row-major", sizes],
  ["row-major", "transposed", sizes],
  ["transposed", "transposed", someSizes],
  ["with gaps in rows", "with gaps in rows", someSizes],
  ["with gaps everywhere", "with gaps everywhere", someSizes],
] as const;

describe("matmul", () => {
  it.each(pairs)("a %s times b %s, for all sizes around the tiles", (first, second, lengths) => {
    const [layoutA, layoutB] = [layouts[first], layouts[second]];
    if (layoutA === undefined || layoutB === undefined) throw new Error("no such layout");
    const triples = lengths.flatMap((m) => lengths.flatMap((n) => lengths.map((k) => [m, n, k] as const)));
    triples.forEach(([m, n, k], index) => {
      // Large products are many more of the same: some of them are enough.
      if (m * n * k > 20_000 && index % 7 !== 0) return;
      check(layoutA(m, k), layoutB(k, n), viewOf([m, n]));
    });
  });

  it("stores rows that stand apart, and columns that do", () => {
    for (const [m, n, k] of [
      [5, 7, 9],
      [8, 16, 4],
      [1, 33, 12],
      [13, 1, 10],
    ] as const) {
      check(viewOf([m, k]), viewOf([k, n]), viewOf([m, n], [n + 3, 1], 4));
      check(viewOf([m, k]), viewOf([k, n]), viewOf([m, n], [n * 2, 2], 1));
      check(viewOf([m, k]), viewOf([k, n]), viewOf([m, n], [1, m], 1));
    }
  });

  it("reads operands that stand in reverse", () => {
    for (const [m, n, k] of [
      [5, 7, 9],
      [1, 12, 20],
      [8, 1, 16],
      [4, 9, 40],
    ] as const) {
      const a = viewOf([m, k], [-k, -1], m * k - 1);
      const b = viewOf([k, n], [-n, 1], (k - 1) * n);
      check(a, b, viewOf([m, n]));
      check(viewOf([m, k]), viewOf([k, n], [-1, -k], k * n - 1), viewOf([m, n], [-n, 1], (m - 1) * n));
      check(viewOf([2, m, k], [-m * k, k, 1], m * k), viewOf([2, k, n], [0, n, 1]), viewOf([2, m, n]));
    }
  });

  it("multiplies stacks, also broadcast ones", () => {
    const [m, n, k] = [5, 6, 7];
    check(viewOf([3, m, k]), viewOf([3, k, n]), viewOf([3, m, n]));
    check(viewOf([3, m, k]), viewOf([3, k, n], [0, n, 1]), viewOf([3, m, n]));
    check(viewOf([3, m, k], [0, k, 1]), viewOf([3, k, n]), viewOf([3, m, n]));
    check(viewOf([2, 3, m, k], [m * k, 0, k, 1]), viewOf([2, 3, k, n], [0, k * n, n, 1]), viewOf([2, 3, m, n]));
    check(viewOf([2, 3, 1, k]), viewOf([2, 3, k, n], [0, 0, n, 1]), viewOf([2, 3, 1, n]));
    check(viewOf([4, m, k]), viewOf([4, k, 1]), viewOf([4, m, 1]));
    check(viewOf([0, m, k]), viewOf([0, k, n]), viewOf([0, m, n]));
  });

  it("splits long sums and packs large operands", () => {
    check(viewOf([3, 1300]), viewOf([1300, 9]), viewOf([3, 9]));
    check(viewOf([40, 1100]), viewOf([1100, 70]), viewOf([40, 70]));
    check(viewOf([40, 1025]), viewOf([1025, 11], [1, 1025]), viewOf([40, 11]));
    check(viewOf([2, 1030]), viewOf([1030, 6], [1, 1030]), viewOf([2, 6]));
    check(viewOf([33, 520], [1, 33]), viewOf([520, 200]), viewOf([33, 200]));
    check(viewOf([3, 5003]), viewOf([5003, 10], [1, 5003]), viewOf([3, 10]));
  });

  it.each([
    ["panels where they stand", input("a", [6, 100_000]), input("b", [100_000, 8])],
    ["a transposed first operand", transpose(input("a", [100_000, 16])), input("b", [100_000, 3])],
    ["panels that are copied", input("a", [40, 100_000]), transpose(input("b", [3, 100_000]))],
    ["dot products", input("a", [3, 100_000]), transpose(input("b", [8, 100_000]))],
    ["one row", input("a", [1, 100_000]), input("b", [100_000, 9])],
  ])("long sums lose no more digits than short ones: %s", async (_, a, b) => {
    const constants = ([rows = 1, columns = 1]: Shape) =>
      new NdArray(new Float32Array(rows * columns).fill(0.1), [rows, columns]);
    const shapeOf = (operand: Tensor): Shape => (operand.inputs[0] ?? operand).shape;
    const { y } = await run({ y: product(a, b) }, { a: constants(shapeOf(a)), b: constants(shapeOf(b)) }, wasm);
    // One sum of so many equal numbers would be wrong in the fourth digit.
    const exact = 100_000 * Math.fround(0.1) ** 2;
    for (const sum of y.data) expect(Math.abs(sum / exact - 1)).toBeLessThan(5e-5);
  });

  it("an operand with NaN or infinity spoils only the results that it is part of", () => {
    const plan = new HandPlan();
    const [m, k, n] = [5, 6, 7];
    const inputs = [
      plan.access(plan.bind("a", m * k), viewOf([m, k])),
      plan.access(plan.bind("b", k * n), viewOf([k, n])),
    ];
    const output = plan.access(plan.bind("y", m * n), viewOf([m, n]));
    plan.step({ kind: "kernel", operation: matmul, attributes: {}, inputs, output, scratch: undefined });
    const a = new Array<number>(m * k).fill(1);
    a[2 * k + 3] = Number.NaN;
    const b = new Array<number>(k * n).fill(1);
    b[4 * n + 6] = Number.POSITIVE_INFINITY;
    const { y } = runPlan(plan.build(), { a, b });
    for (const [row = 0, column = 0] of positionsOf([m, n])) {
      const right = row === 2 ? Number.NaN : column === 6 ? Number.POSITIVE_INFINITY : k;
      expect(y?.[row * n + column]).toBe(right);
    }
  });

  const reason = hasRelaxedSimd() ? "" : " (skipped: this engine has no relaxed SIMD)";
  it.runIf(hasRelaxedSimd())(`fused multiplication and addition is at least as accurate${reason}`, () => {
    const fused = createWasmBackend({ deterministic: false });
    for (const [m, n, k] of [
      [13, 17, 33],
      [6, 8, 64],
      [1, 70, 20],
      [7, 1, 9],
      [40, 16, 600],
    ] as const) {
      check(viewOf([m, k]), viewOf([k, n]), viewOf([m, n]), fused);
      check(viewOf([m, k]), viewOf([k, n], [1, k]), viewOf([m, n]), fused);
    }
  });
});
