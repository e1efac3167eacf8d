// Laws of the planner, over random programs: plans compute what programs mean, in memory that holds what it must.
import "../../src/names.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wasm } from "../../src/backends/index.ts";
import { createPlan, inputName, type Plan, printPlan } from "../../src/graph/index.ts";
import { input } from "../../src/ops/index.ts";
import { interpret } from "../ops/interpret.ts";
import { interpretPlan } from "./interpretPlan.ts";
import { memoryFaults } from "./planMemory.ts";
import { buildProgram, type RandomProgram, type Recipe, recipes } from "./randomPrograms.ts";
import { able, plain } from "./targets.ts";

// One seed for all runs: a comparison in a program may hang on the last bit, which simplification may change.
const options = { numRuns: 500, seed: 20 };

/** What a run must leave behind: outputs and new states by name. */
function meaning({ program, feeds }: RandomProgram): Record<string, number[]> {
  const names = [...program.outputs.keys(), ...program.updates.map(({ state }) => inputName(state))];
  const roots = [...program.outputs.values(), ...program.updates.map(({ value }) => value)];
  const results = interpret(roots, feeds);
  return Object.fromEntries(names.map((name, position) => [name, Array.from(results[position]?.data ?? [])]));
}

function outcome(plan: Plan, { feeds, program }: RandomProgram): Record<string, number[]> {
  const data = Object.fromEntries(Object.entries(feeds).map(([name, array]) => [name, array.data]));
  const bindings = interpretPlan(plan, data);
  const names = [...program.outputs.keys(), ...program.updates.map(({ state }) => inputName(state))];
  return Object.fromEntries(names.map((name) => [name, Array.from(bindings[name] ?? [])]));
}

function expectSame(actual: Record<string, number[]>, expected: Record<string, number[]>, tolerance = 1e-9): void {
  for (const [name, values] of Object.entries(expected)) {
    const wrong = values.findIndex((value, index) => {
      const got = actual[name]?.[index] ?? Number.NaN;
      return !(Object.is(got, value) || Math.abs(got - value) <= tolerance * Math.max(1, Math.abs(value)));
    });
    if (wrong >= 0) expect(`${name}[${wrong}] = ${actual[name]?.[wrong]}`).toBe(`${name}[${wrong}] = ${values[wrong]}`);
    expect(actual[name]?.length).toBe(values.length);
  }
}

describe.each([
  ["kernels that read any strides", able],
  ["kernels that want row-major operands and scratch", plain],
])("with %s", (_, target) => {
  const check = (recipe: Recipe): void => {
    const random = buildProgram(recipe);
    const plan = createPlan(random.program, target);
    expect(memoryFaults(plan)).toEqual([]);
    expectSame(outcome(plan, random), meaning(random));
  };

  test("plans of small programs compute what the nodes mean, and disturb no memory", () => {
    fc.assert(fc.property(recipes(8), check), options);
  });

  test("plans of larger programs compute what the nodes mean, and disturb no memory", () => {
    fc.assert(fc.property(recipes(60), check), options);
  });
});

test("the wasm backend computes the same from such plans, in float32", () => {
  const check = (recipe: Recipe): void => {
    const random = buildProgram(recipe);
    const plan = createPlan(random.program, wasm);
    const session = wasm.open();
    const bound = Object.fromEntries([...plan.bindings].map(([name, { spec }]) => [name, session.allocate(spec)]));
    for (const [name, { data }] of Object.entries(random.feeds)) bound[name]?.write(data);
    session.compile(plan).bind(bound).run();
    const results = Object.fromEntries(
      Object.entries(bound).map(([name, storage]) => [name, Array.from(storage.read())]),
    );
    expectSame(results, meaning(random), 1e-5);
  };
  fc.assert(fc.property(recipes(40), check), options);
});

test("the same program gives the same plan, whatever was built before it", () => {
  const planned = (recipe: Recipe): string => printPlan(createPlan(buildProgram(recipe).program, able));
  fc.assert(
    fc.property(recipes(30), (recipe) => {
      const first = planned(recipe);
      input("something else", []);
      expect(planned(recipe)).toBe(first);
    }),
    { numRuns: 100 },
  );
});
