// Steps that do the same elsewhere in memory share one function, and compute what functions of their own would.
import { describe, expect, test } from "vitest";
import { reference, run, wasm } from "../../../src/backends/index.ts";
import { compilePlan, StepSharing } from "../../../src/backends/wasm/index.ts";
import { createPlan, createProgram, type Plan } from "../../../src/graph/index.ts";
import { add, concatenate, input, matmul, randomArray, sliceAxis, sum, tanh } from "../../../src/ops/index.ts";
import { Random, type Tensor } from "../../../src/tensor/index.ts";
import { closeTo } from "../../ops/closeTo.ts";

/** Layers that read their weights from one array, as a model's do, and a sum over each of their values. */
function deep(layers: number): Readonly<Record<"y" | "sums", Tensor>> {
  const parameters = input("parameters", [layers * 5, 4]);
  let value = input("x", [3, 4]);
  const sums: Tensor[] = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const kernel = sliceAxis(parameters, 0, layer * 5, 4);
    const bias = sliceAxis(parameters, 0, layer * 5 + 4, 1);
    value = tanh(add(matmul(value, kernel), bias));
    sums.push(sum(value, { axes: 0 }));
  }
  return { y: value, sums: concatenate(sums) };
}

const planOf = (layers: number): Plan => createPlan(createProgram({ outputs: deep(layers) }), wasm);
const bytesOf = (layers: number): number => compilePlan(planOf(layers), { fused: false }).bytes.length;

describe("steps that are alike", () => {
  test("compute the same as the reference", async () => {
    const random = new Random(5);
    const feeds = { parameters: randomArray(random, [30 * 5, 4], -1, 1), x: randomArray(random, [3, 4]) };
    const [expected, found] = [await run(deep(30), feeds, reference), await run(deep(30), feeds, wasm)];
    closeTo(found.y, expected.y, { relative: 1e-5, absolute: 1e-6 });
    closeTo(found.sums, expected.sums, { relative: 1e-5, absolute: 1e-6 });
  });

  test("take a call for each, not code", () => {
    const [few, many] = [planOf(10), planOf(60)];
    const calls = many.steps.length - few.steps.length;
    expect(calls).toBeGreaterThanOrEqual(150);
    // A call takes five instructions for each operand.
    expect((bytesOf(60) - bytesOf(10)) / calls).toBeLessThan(60);
  });
});

describe("descriptions of steps", () => {
  const keys = (outputs: Readonly<Record<string, Tensor>>): Set<string | undefined> => {
    const sharing = new StepSharing();
    return new Set(createPlan(createProgram({ outputs }), wasm).steps.map((step) => sharing.share(step)?.key));
  };
  const [x, y] = [input("x", [3, 4]), input("y", [3, 4])];

  test("are equal for equal work on other operands", () => {
    expect(keys({ a: sum(x, { axes: 0 }), b: sum(y, { axes: 0 }) }).size).toBe(1);
  });

  test("differ by shapes, axes, operations, and by which operands are the same", () => {
    expect(keys({ a: sum(x, { axes: 0 }), b: sum(y, { axes: 1 }) }).size).toBe(2);
    const products = { a: matmul(input("u", [3, 3]), x), b: matmul(input("v", [4, 4]), input("w", [4, 4])) };
    expect(keys(products).size).toBe(2);
    const square = input("s", [3, 3]);
    expect(keys({ a: matmul(square, square), b: matmul(square, input("t", [3, 3])) }).size).toBe(2);
  });
});
