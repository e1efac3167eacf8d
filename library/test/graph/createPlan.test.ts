// Plans compute what their programs mean, in few steps and little memory.
import { describe, expect, test } from "vitest";
import { createPlan, createProgram } from "../../src/graph/index.ts";
import { add, input, matmul, sigmoid, sum, transpose } from "../../src/ops/index.ts";
import { interpretPlan } from "./interpretPlan.ts";

const target = { hasKernel: () => true, readsStrides: () => true, scratchSize: () => 0 };

describe("createPlan", () => {
  test("smoke", () => {
    const x = input("x", [2, 3]);
    const y = sigmoid(add(matmul(x, transpose(x)), 1));
    const plan = createPlan(createProgram({ outputs: { y, s: sum(y) } }), target);
    expect(plan.steps.length).toBe(3);
  });
});
