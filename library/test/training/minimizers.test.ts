// L-BFGS minimizes functions whose minima are known, keeps its promises on any of them, and goes on from a state.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NdArray, TrainingError } from "../../src/tensor/index.ts";
import type { Minimization, Objective } from "../../src/training/index.ts";
import {
  dot,
  type Line,
  moreThuente,
  nextStep,
  quasiNewtonDirection,
  strongWolfe,
  type Trial,
} from "../../src/training/minimizers/index.ts";
import { lbfgs } from "../../src/training/optimizers/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

const rosenbrock: Objective = (w) => {
  const [a, b] = [at(w, 0), at(w, 1)];
  const slope = b - a * a;
  const gradient = Float64Array.of(-2 * (1 - a) - 400 * a * slope, 200 * slope);
  return { loss: (1 - a) ** 2 + 100 * slope ** 2, gradient };
};

/** Half the sum of scaled squares: its minimum is 0 at 0. */
const bowl =
  (scales: readonly number[]): Objective =>
  (w) => ({
    loss: scales.reduce((total, scale, index) => total + (scale * at(w, index) ** 2) / 2, 0),
    gradient: w.map((value, index) => at(scales, index) * value),
  });

async function iterateAll(minimization: Minimization, most: number) {
  const losses = [minimization.loss];
  for (let count = 1; ; count += 1) {
    const { loss, stopReason, step } = await minimization.iterate();
    losses.push(loss);
    if (stopReason !== undefined || count === most) return { losses, stopReason, step, count };
  }
}

const isNear = (a: Float64Array, b: Float64Array): boolean =>
  a.every((value, index) => Math.abs(value - at(b, index)) <= 1e-9 * Math.abs(value) + 1e-12);

const exact = { gradientTolerance: 0, lossTolerance: 0 };

describe("the minimum is found", () => {
  test("of Rosenbrock's valley, from the classical start", async () => {
    const run = await lbfgs({ gradientTolerance: 1e-8, lossTolerance: 0 }).begin(rosenbrock, Float64Array.of(-1.2, 1));
    const { count, stopReason } = await iterateAll(run, 60);
    expect(stopReason).toBe("the gradient is as small as asked for");
    expect(count).toBeLessThan(45);
    closeTo(new NdArray(run.parameters, [2]), new NdArray(Float64Array.of(1, 1), [2]), { relative: 1e-7, absolute: 0 });
  });

  test("of a badly scaled bowl: eight orders of magnitude between its axes", async () => {
    const scales = [1e-4, 1e-2, 1, 1e2, 1e4];
    const run = await lbfgs({ ...exact, gradientTolerance: 1e-9 }).begin(bowl(scales), new Float64Array(5).fill(1));
    const { count } = await iterateAll(run, 200);
    expect(count).toBeLessThan(80);
    expect(run.loss).toBeLessThan(1e-12);
  });

  test("of bowls with n scales, in few more than n iterations, on the way ever lower", async () => {
    const scale = fc.integer({ min: 1, max: 16 });
    await fc.assert(
      fc.asyncProperty(fc.array(scale, { minLength: 1, maxLength: 8 }), fc.integer(), async (scales, seed) => {
        const start = Float64Array.from(scales, (_, index) => Math.sin(seed + index) + 1.5);
        const run = await lbfgs({ ...exact, gradientTolerance: 1e-6 }).begin(bowl(scales), start);
        const { losses, count } = await iterateAll(run, 100);
        expect(run.loss).toBeLessThan(1e-10);
        expect(count).toBeLessThanOrEqual(3 * new Set(scales).size + 6);
        for (let index = 1; index < losses.length; index += 1) {
          expect(at(losses, index)).toBeLessThanOrEqual(at(losses, index - 1));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("of functions that are promised", async () => {
    const promised: Objective = async (w) => rosenbrock(w);
    const run = await lbfgs().begin(promised, Float64Array.of(-1.2, 1));
    await iterateAll(run, 100);
    expect(run.loss).toBeLessThan(1e-6);
  });
});

describe("what cannot be minimized", () => {
  test("a start that is no finite number is an error", async () => {
    const started = lbfgs().begin(() => ({ loss: Number.NaN, gradient: Float64Array.of(0) }), Float64Array.of(1));
    await expect(started).rejects.toThrow(TrainingError);
    await expect(started).rejects.toThrow(
      "lbfgs: the loss or its gradient at the first weights is no finite number: got NaN",
    );
  });

  /** The logarithm's pole: no finite number for w <= 0, the minimum at 0.001. */
  const barrier: Objective = (w) => ({
    loss: at(w, 0) - 0.001 * Math.log(at(w, 0)),
    gradient: w.map((v) => 1 - 0.001 / v),
  });

  test.each(["moreThuente", "strong_wolfe"] as const)(
    "%s shortens steps to where the loss is no number",
    async (name) => {
      const run = await lbfgs({ lineSearch: name, gradientTolerance: 1e-6 }).begin(barrier, Float64Array.of(1));
      await iterateAll(run, 60);
      expect(at(run.parameters, 0)).toBeCloseTo(0.001, 8);
    },
  );

  test("without a line search, a step to where the loss is no number is shortened too", async () => {
    const run = await lbfgs({ lineSearch: "none", learningRate: 2 }).begin(barrier, Float64Array.of(1));
    const { loss, step } = await run.iterate();
    expect([Number.isFinite(loss), step < 2]).toEqual([true, true]);
  });

  test("a gradient that leads nowhere ends it, which the reason says; the parameters stay", async () => {
    const wrong: Objective = (w) => ({ loss: at(w, 0), gradient: Float64Array.of(-1) });
    const run = await lbfgs().begin(wrong, Float64Array.of(3));
    expect(await run.iterate()).toMatchObject({
      step: 0,
      loss: 3,
      stopReason: "no step along the gradient lowers the loss",
    });
    expect([...run.parameters]).toEqual([3]);
  });

  test("if the loss is no number wherever it goes, the reason says that", async () => {
    const alone: Objective = (w) => ({ loss: at(w, 0) === 3 ? 1 : Number.NaN, gradient: Float64Array.of(1) });
    const { stopReason } = await (await lbfgs().begin(alone, Float64Array.of(3))).iterate();
    expect(stopReason).toContain("farther ones give a loss that is no finite number");
  });

  test("at a minimum already, it says so after one iteration that changes nothing", async () => {
    const run = await lbfgs().begin(bowl([1]), Float64Array.of(0));
    expect(await run.iterate()).toMatchObject({
      iteration: 1,
      step: 0,
      functionEvaluations: 1,
      stopReason: expect.any(String),
    });
  });

  test("the limit of evaluations ends it", async () => {
    const run = await lbfgs({ maxFunctionEvaluations: 10 }).begin(rosenbrock, Float64Array.of(-1.2, 1));
    const { stopReason } = await iterateAll(run, 100);
    expect([stopReason, run.functionEvaluations]).toEqual([
      "the loss was evaluated as often as allowed",
      expect.closeTo(11, -1),
    ]);
  });
});

describe("a state", () => {
  const start = Float64Array.of(-1.2, 1);
  const after = async (objective: Objective, iterations: number, from?: Minimization) => {
    const run = await lbfgs().begin(objective, from?.parameters ?? start, from?.state());
    for (let count = 0; count < iterations; count += 1) await run.iterate();
    return run;
  };

  test("goes on as if nothing had come between, bit for bit", async () => {
    const whole = await after(rosenbrock, 20);
    const parts = await after(rosenbrock, 10, await after(rosenbrock, 10));
    expect(parts.parameters).toEqual(whole.parameters);
    expect(parts.state()).toEqual(whole.state());
  });

  test("goes on from parameters that were rounded to float32, as a file of weights holds them", async () => {
    const half = await after(rosenbrock, 10);
    const run = await lbfgs().begin(rosenbrock, half.parameters.map(Math.fround), half.state());
    for (let count = 0; count < 10; count += 1) await run.iterate();
    expect(run.parameters).toEqual((await after(rosenbrock, 20)).parameters);
  });

  test("of other parameters or of another function is not used: it begins anew", async () => {
    const half = await after(rosenbrock, 10);
    const elsewhere = await lbfgs().begin(rosenbrock, start, half.state());
    expect(elsewhere.state()).toEqual((await after(rosenbrock, 0)).state());
    const other = await lbfgs().begin(bowl([1, 2]), half.parameters, half.state());
    expect([...other.state().keys()]).toEqual(["numbers", "parameters", "gradient"]);
  });

  test("that is none is an error", async () => {
    const begin = (state: Record<string, readonly number[]>) => {
      const vectors = Object.entries(state).map(([name, values]) => [name, Float64Array.from(values)] as const);
      return lbfgs().begin(rosenbrock, start, new Map(vectors));
    };
    await expect(begin({})).rejects.toThrow('the state of lbfgs has no "numbers" of 3 numbers');
    const numbers = [1, 2, 3];
    await expect(begin({ numbers })).rejects.toThrow('no "parameters" of 2 numbers');
    const vectors = { parameters: [1, 2], gradient: [1, 2] };
    await expect(begin({ numbers, ...vectors, "step.0": [1, 2] })).rejects.toThrow('no "change.0" of 2 numbers');
    await expect(begin({ numbers, ...vectors, "step.0": [1], "change.0": [1] })).rejects.toThrow('no "step.0" of 2');
  });
});

describe("line searches", () => {
  const line = (loss: (x: number) => number, slope: (x: number) => number): [Line, number[]] => {
    const steps: number[] = [];
    const trial = (step: number): Trial => ({
      step,
      loss: loss(step),
      slope: slope(step),
      parameters: Float64Array.of(step),
      evaluation: { loss: loss(step), gradient: Float64Array.of(slope(step)) },
    });
    const at = async (step: number): Promise<Trial> => {
      steps.push(step);
      return trial(step);
    };
    return [{ start: trial(0), direction: Float64Array.of(1), at }, steps];
  };

  test("fulfil the strong Wolfe conditions on wavy functions, whatever the first step", async () => {
    const wave = fc.record({
      height: fc.double({ min: 0, max: 0.9, noNaN: true }),
      length: fc.double({ min: 0.5, max: 20, noNaN: true }),
      first: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    });
    const searches = [
      { rule: moreThuente, decrease: 1e-3 },
      { rule: strongWolfe(1), decrease: 1e-4 },
    ];
    await fc.assert(
      fc.asyncProperty(wave, fc.constantFrom(...searches), async ({ height, length, first }, { rule, decrease }) => {
        const loss = (x: number) => (x - 3) ** 2 / 6 + (height * Math.cos(length * x)) / length;
        const slope = (x: number) => (x - 3) / 3 - height * Math.sin(length * x);
        const [way, steps] = line(loss, slope);
        const found = await rule.search(way, first);
        if (found === undefined) throw new Error(`nothing found after ${steps.join()}`);
        expect(found.loss).toBeLessThanOrEqual(way.start.loss + decrease * found.step * way.start.slope);
        expect(Math.abs(found.slope)).toBeLessThanOrEqual(0.9 * Math.abs(way.start.slope));
      }),
      { numRuns: 300 },
    );
  });

  test("the step of Moré and Thuente lies between the minimum of the cubic and that of a quadratic", () => {
    // x^3 - 3x has its minimum at 1. The parabola through 0.5 and 2 has it at 0.875; the secant of slopes is 0 at 0.94.
    const place = (step: number) => ({ step, value: step ** 3 - 3 * step, slope: 3 * step ** 2 - 3 });
    const bracket = { best: place(0.5), other: place(0), isBracketed: false };
    const higher = nextStep(bracket, place(2), 0, 10);
    expect([higher.step, higher.bracket.isBracketed]).toEqual([expect.closeTo((1 + 0.875) / 2, 12), true]);
    const lower = nextStep(bracket, place(1.2), 0, 10);
    expect([lower.step, lower.bracket.best]).toEqual([expect.closeTo(1.2 - (0.7 * 1.32) / 3.57, 12), place(1.2)]);
    expect(nextStep(bracket, place(0.7), 0, 10).bracket.isBracketed).toBe(false);
  });
});

test("the direction leads downwards and, with full knowledge of a bowl, straight to its minimum", () => {
  const scales = Float64Array.of(2, 5, 11);
  const unit = (axis: number) => Float64Array.from(scales, (_, index) => (index === axis ? 1 : 0));
  const pairs = [0, 1, 2].map((axis) => ({
    step: unit(axis),
    change: unit(axis).map((v, index) => v * at(scales, index)),
  }));
  const gradient = Float64Array.of(1, -2, 3);
  const direction = quasiNewtonDirection(pairs, gradient);
  expect(dot(direction, gradient)).toBeLessThan(0);
  for (const [index, value] of direction.entries())
    expect(value).toBeCloseTo(-at(gradient, index) / at(scales, index), 12);
});

describe("torch.optim.LBFGS", () => {
  const cases = goldenCases("optimizers").filter(({ optimizer }) => optimizer === "LBFGS");
  test("has four replays", () => expect(cases.length).toBe(4));

  const optionsOf = ({ config }: GoldenCase) => {
    const { lr, history_size, line_search_fn } = goldenRecord(config);
    return {
      learningRate: goldenNumber(lr),
      historySize: goldenNumber(history_size ?? 100),
      lineSearch: line_search_fn === "strong_wolfe" ? "strong_wolfe" : "none",
      ...exact,
    } as const;
  };

  test.each(cases)("$name", async (golden) => {
    const objective = golden.problem === "rosenbrock" ? rosenbrock : bowl([2, 20]);
    const run = await lbfgs(optionsOf(golden)).begin(objective, Float64Array.from(goldenArray(golden.start).data));
    const [iterations, rows] = [goldenArray(golden.n_iter_total).data, goldenArray(golden.w)];
    let made = 0;
    for (let row = 0; row < iterations.length; row += 1) {
      const wanted = Float64Array.from(rows.rows(row, row + 1).data);
      // It counts iterations that moved nothing, where a limit of evaluations or of the slope ended a call of step().
      while (made < at(iterations, row) && !isNear(run.parameters, wanted)) {
        await run.iterate();
        made += 1;
      }
      expect(isNear(run.parameters, wanted), `row ${row}: ${run.parameters} after ${made} is not ${wanted}`).toBe(true);
    }
    expect(made).toBeGreaterThanOrEqual(at(iterations, iterations.length - 1) - iterations.length);
  });
});
