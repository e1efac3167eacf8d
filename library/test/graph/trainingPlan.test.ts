// The plan of a whole training step: it computes what its program means, and prints the same text every time.
import { describe, expect, test } from "vitest";
import { createPlan, inputName, planToDot, printPlan, printProgram } from "../../src/graph/index.ts";
import { NdArray, Random, sizeOf } from "../../src/tensor/index.ts";
import { interpret } from "../ops/interpret.ts";
import { byReferences, interpretPlan } from "./interpretPlan.ts";
import { memoryFaults } from "./planMemory.ts";
import { able, plain } from "./targets.ts";
import { trainingStep } from "./trainingStep.ts";

const program = trainingStep({ rows: 7, batch: 4, units: [3, 5, 2] });

function firstFeeds(): Record<string, NdArray> {
  const random = new Random(3);
  return Object.fromEntries(
    [...program.inputs].map(([name, { shape, dtype }]) => {
      const state = name === "m" || name === "v" || name === "t";
      const draw = () => (dtype === "int32" ? random.integer(2) : state ? 0 : random.uniform(-1, 1));
      return [name, new NdArray(Float64Array.from({ length: sizeOf(shape) }, draw), shape)];
    }),
  );
}

describe.each([
  ["strides", able],
  ["row-major operands", plain],
])("planned for kernels that read %s", (_, target) => {
  test("ten steps give the losses and parameters that the operations mean, node by node", () => {
    const plan = createPlan(program, target);
    expect(memoryFaults(plan)).toEqual([]);
    let [expected, actual] = [firstFeeds(), firstFeeds()];
    const losses: number[] = [];
    for (let step = 0; step < 10; step += 1) {
      const bound = interpretPlan(
        plan,
        Object.fromEntries(Object.entries(actual).map(([name, { data }]) => [name, data])),
        byReferences,
      );
      const [loss, ...states] = interpret(
        [...program.outputs.values(), ...program.updates.map(({ value }) => value)],
        expected,
      );
      expect(bound.loss?.[0]).toBeCloseTo(loss?.data[0] ?? Number.NaN, 12);
      losses.push(bound.loss?.[0] ?? Number.NaN);
      expected = {
        ...expected,
        ...Object.fromEntries(
          program.updates.map(({ state }, at) => [
            inputName(state),
            states[at] ?? new NdArray(new Float64Array(1), []),
          ]),
        ),
      };
      actual = Object.fromEntries(
        Object.entries(actual).map(([name, { shape }]) => [
          name,
          new NdArray(bound[name] ?? new Float64Array(), shape),
        ]),
      );
      for (const [name, { data }] of Object.entries(expected)) {
        for (const [at, value] of data.entries()) expect(actual[name]?.data[at]).toBeCloseTo(value, 10);
      }
    }
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
  });
});

describe("printing a training step of a two-layer network", () => {
  test("the program, node by node", async () => {
    await expect(printProgram(createPlan(program, able).program)).toMatchFileSnapshot("snapshots/program.txt");
  });

  test("the plan, step by step", async () => {
    await expect(printPlan(createPlan(program, able))).toMatchFileSnapshot("snapshots/plan.txt");
  });

  test("the plan for kernels that want copies and scratch", async () => {
    await expect(printPlan(createPlan(program, plain))).toMatchFileSnapshot("snapshots/plainPlan.txt");
  });

  test("the plan as a drawing", async () => {
    await expect(planToDot(createPlan(program, able))).toMatchFileSnapshot("snapshots/plan.dot");
  });
});
