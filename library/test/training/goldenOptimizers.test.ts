// Optimizers take the steps that Keras, PyTorch and scikit-learn take, weight by weight, and have their defaults.
import "../../src/names.ts";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { NdArray } from "../../src/tensor/index.ts";
import { optimizerRegistry } from "../../src/training/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo, type Tolerance } from "../ops/closeTo.ts";
import { optimizerName, optimizerOf, optimizerOptions } from "./goldenOptimizerNames.ts";
import { OptimizerRun, stacked, type Variables } from "./optimizerRun.ts";

const file = goldenRecord(JSON.parse(readFileSync(new URL("../golden/optimizers.json", import.meta.url), "utf8")));
const problems = goldenRecord(file.problems);
const cases = goldenCases("optimizers");

const elsewhere = "it minimizes by itself, with a line search: see the tests of lbfgs";
/** Cases that are not compared here, with the reason. */
const left: Readonly<Record<string, string>> = {
  "torch LBFGS lr 1 / quadratic": elsewhere,
  "torch LBFGS lr 0.1 history 2 / quadratic": elsewhere,
  "torch LBFGS strong_wolfe / quadratic": elsewhere,
  "torch LBFGS strong_wolfe / rosenbrock": elsewhere,
};
const compared = cases.filter(({ name }) => !(name in left));

const tolerances: Readonly<Record<"reference" | "wasm", Tolerance>> = {
  reference: { relative: 1e-10, absolute: 1e-12 },
  wasm: { relative: 1e-5, absolute: 1e-6 },
};

/** The class of scikit-learn alone has a rate of 0.1 by default: see below. */
function withRate(golden: GoldenCase): GoldenCase {
  if (golden.optimizer !== "SGDOptimizer") return golden;
  const defaults = goldenRecord(goldenRecord(file.defaults)["sklearn.SGDOptimizer"]);
  return { ...golden, config: { learning_rate_init: defaults.learning_rate_init, ...goldenRecord(golden.config) } };
}

/** The gradients of each step: given, or those of the quadratic at the weights. */
function problemOf(golden: GoldenCase): {
  readonly start: Variables;
  readonly steps: number;
  gradient(step: number, at: Variables): Variables;
} {
  if (golden.problem === "quadratic") {
    const { start, steps, coef } = goldenRecord(problems.quadratic);
    const factors = goldenArray(coef).data;
    return {
      start: { w: goldenArray(start) },
      steps: goldenNumber(steps),
      gradient: (_, { w }) => ({
        w: new NdArray(
          Float64Array.from(factors, (factor, index) => 2 * factor * (w?.at(index) ?? 0)),
          [factors.length],
        ),
      }),
    };
  }
  const { A0, B0, gradients_A, gradients_B, steps } = goldenRecord(problems.given);
  const [a, b] = [goldenArray(A0), goldenArray(B0)];
  const row = (all: unknown, step: number, { shape }: NdArray): NdArray =>
    new NdArray(goldenArray(all).rows(step, step + 1).data, shape);
  return {
    start: { A: a, B: b },
    steps: goldenNumber(steps),
    gradient: (step) => ({ A: row(gradients_A, step, a), B: row(gradients_B, step, b) }),
  };
}

/** What a case says of the variables after every step, and of their averages. */
function expectAll(
  golden: GoldenCase,
  names: readonly string[],
  found: readonly Variables[],
  prefix: string,
  tolerance: Tolerance,
): void {
  for (const name of names) {
    const expected = golden[`${prefix}${name}`];
    const course = found.map((variables) => variables[name] ?? new NdArray(new Float64Array(0), [0]));
    closeTo(stacked(course), goldenArray(expected), tolerance);
  }
}

describe.each(["reference", "wasm"] as const)("on %s", (backend) => {
  test.each(compared)("$name", (golden) => {
    const { start, steps, gradient } = problemOf(golden);
    const run = new OptimizerRun(optimizerOf(withRate(golden)), backend, start);
    const [course, averages]: [Variables[], Variables[]] = [[], []];
    let at = start;
    for (let step = 0; step < steps; step += 1) {
      at = run.step(gradient(step, at));
      course.push(at);
      if ("ema_A" in golden) averages.push(run.slot("averagedWeights"));
    }
    const names = Object.keys(start);
    expectAll(golden, names, course, "", tolerances[backend]);
    if (!("ema_A" in golden)) return;
    expectAll(golden, names, averages, "ema_", tolerances[backend]);
    // Keras ends a training by putting the averages in place of the weights.
    for (const name of names) {
      closeTo(averages.at(-1)?.[name] ?? stacked([]), goldenArray(golden[`finalized_${name}`]), tolerances[backend]);
    }
  });
});

test("every case but those that are listed is compared", () => {
  expect(Object.keys(left).filter((name) => !cases.some((golden) => golden.name === name))).toEqual([]);
  expect(compared.length).toBe(cases.length - Object.keys(left).length);
});

describe("defaults", () => {
  /** Options that there are not, by class; for each the reason. */
  const missing: Readonly<Record<string, string>> = {
    name: "components have no names",
    loss_scale_factor: "there are no half precision numbers",
    foreach: "how PyTorch computes, not what",
    fused: "how PyTorch computes, not what",
    capturable: "how PyTorch computes, not what",
    differentiable: "how PyTorch computes, not what",
    lr_decay: "a schedule: inverseTimeDecay",
    lr_schedule: "a schedule: inverseScaling",
    power_t: "a schedule: inverseScaling",
  };
  /** Defaults that differ. */
  const differing: Readonly<Record<string, string>> = {
    "sklearn.SGDOptimizer learning_rate_init": "0.1 in that class; MLPs, which are what users know, have 0.001",
  };
  const classes = Object.entries(goldenRecord(file.defaults)).filter(([name]) => name !== "torch.LBFGS");
  test.each(classes)("%s", (name, defaults) => {
    const [framework = "", cls = ""] = name.split(".");
    const known = Object.entries(goldenRecord(defaults)).filter(
      ([option]) => !(option in missing) && !(`${name} ${option}` in differing),
    );
    const factory = optimizerRegistry.factories.find(({ type }) => type === optimizerName(cls));
    const { rule } = optimizerOptions(framework, cls, {});
    const config = { ...factory?.create(rule === undefined ? {} : { rule }).config };
    const given = known.filter(([, value]) => value !== null);
    const expected = optimizerOptions(framework, cls, Object.fromEntries(given));
    // PyTorch's weight decay of 0 is none.
    for (const [option, value] of Object.entries(expected)) {
      expect([option, config[option] ?? (option === "weightDecay" ? 0 : undefined)]).toEqual([option, value]);
    }
    const absent = known.filter(([, value]) => value === null);
    for (const option of Object.keys(optimizerOptions(framework, cls, Object.fromEntries(absent)))) {
      if (option !== "rule") expect([option, config[option]]).toEqual([option, undefined]);
    }
  });
});
