// Schedules give the learning rates of Keras and PyTorch, step by step.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { readComponent } from "../../src/nn/index.ts";
import { NdArray } from "../../src/tensor/index.ts";
import {
  cosineDecay,
  exponentialDecay,
  linearWarmup,
  oneCycle,
  piecewiseConstantDecay,
  type Schedule,
  scheduleRegistry,
} from "../../src/training/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";
import { camelOptions, kerasSchedule } from "./goldenOptimizerNames.ts";

const cases = goldenCases("schedules").filter(({ kind }) =>
  ["schedule", "one_cycle", "torch_schedule"].includes(String(kind)),
);

/** PyTorch's schedules change the rate of the optimizer; here they hold it themselves. */
const torchSchedules: Readonly<
  Record<string, (args: Readonly<Record<string, unknown>>, initialLearningRate: number) => Schedule>
> = {
  StepLR: ({ step_size, gamma }, initialLearningRate) =>
    exponentialDecay({
      initialLearningRate,
      decaySteps: goldenNumber(step_size),
      decayRate: goldenNumber(gamma),
      staircase: true,
    }),
  MultiStepLR: ({ milestones, gamma }, initialLearningRate) => {
    const steps = [...goldenArray(milestones).data];
    return piecewiseConstantDecay({
      boundaries: steps.map((step) => step - 1),
      values: [0, ...steps].map((_, index) => initialLearningRate * goldenNumber(gamma) ** index),
    });
  },
  CosineAnnealingLR: ({ T_max, eta_min }, initialLearningRate) =>
    cosineDecay({
      initialLearningRate,
      decaySteps: goldenNumber(T_max),
      alpha: goldenNumber(eta_min) / initialLearningRate,
      cycle: true,
    }),
  LinearLR: ({ start_factor, total_iters }, learningRate) =>
    linearWarmup({
      learningRate,
      warmupSteps: goldenNumber(total_iters),
      initialLearningRate: learningRate * goldenNumber(start_factor),
    }),
};

/** Options of PyTorch's OneCycleLR; its momentum is not part of a schedule here, as with `cycle_momentum=False`. */
function oneCycleOf(args: Readonly<Record<string, unknown>>): Schedule {
  const { max_lr, total_steps, epochs, steps_per_epoch, cycle_momentum: _, ...rest } = args;
  const totalSteps =
    total_steps === undefined ? goldenNumber(epochs) * goldenNumber(steps_per_epoch) : goldenNumber(total_steps);
  return oneCycle({ maxLearningRate: goldenNumber(max_lr), totalSteps, ...camelOptions(rest) });
}

function scheduleOf({ kind, schedule, args, initial_lr }: GoldenCase): Schedule {
  const options = goldenRecord(args);
  if (kind === "schedule") return kerasSchedule(String(schedule), options);
  if (kind === "one_cycle") return oneCycleOf(options);
  const make = torchSchedules[String(schedule)];
  if (make === undefined) throw new Error(`${String(schedule)} is missing`);
  return make(options, goldenNumber(initial_lr));
}

test.each(cases)("$name", (golden) => {
  const schedule = scheduleOf(golden);
  const expected = goldenArray(golden.lr);
  const rates = Float64Array.from(expected.data, (_, iteration) => schedule.rate(iteration));
  // The cosine of PyTorch's 1cycle ends at 1e-7 or less: compared without an absolute part.
  closeTo(new NdArray(rates, [rates.length]), expected, { relative: 1e-10, absolute: 1e-15 });
});

test("every schedule of the file is compared", () => {
  expect(cases.length).toBe(23);
  const others = goldenCases("schedules").filter((golden) => !cases.some(({ name }) => name === golden.name));
  // Replays of callbacks, which are compared where the callbacks are tested.
  const kinds = new Set(others.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["early_stopping", "reduce_lr", "reduce_lr_torch"]);
});

describe("every schedule", () => {
  const examples: Readonly<Record<string, object>> = {
    cosineDecay: { initialLearningRate: 0.1, decaySteps: 10, warmupTarget: 0.2, warmupSteps: 3 },
    cosineDecayRestarts: { initialLearningRate: 0.1, firstDecaySteps: 5 },
    exponentialDecay: { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 },
    inverseScaling: { initialLearningRate: 0.1 },
    inverseTimeDecay: { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 },
    linearWarmup: { learningRate: cosineDecay({ initialLearningRate: 0.1, decaySteps: 7 }), warmupSteps: 5 },
    oneCycle: { maxLearningRate: 0.1, totalSteps: 30 },
    piecewiseConstantDecay: { boundaries: [3, 5], values: [1, 0.5, 0.25] },
    polynomialDecay: { initialLearningRate: 0.1, decaySteps: 10 },
  };
  test("has an example here", () => {
    expect(scheduleRegistry.names).toEqual(Object.keys(examples).sort());
  });
  test.each(scheduleRegistry.factories)("$type comes back from its saved form", ({ type, create }) => {
    const schedule = create({ ...examples[type] });
    const copy = readComponent(scheduleRegistry, JSON.parse(JSON.stringify(schedule)), [], "schedule");
    expect(JSON.stringify(copy)).toBe(JSON.stringify(schedule));
    for (const iteration of [0, 1, 7, 1000]) expect(copy.rate(iteration)).toBe(schedule.rate(iteration));
  });
  test.each(scheduleRegistry.factories)(
    "$type gives finite rates that are not negative, for ever",
    ({ type, create }) => {
      const schedule = create({ ...examples[type] });
      for (const iteration of [0, 1, 2, 3, 5, 10, 29, 30, 31, 100, 1e4, 1e7, 2 ** 31]) {
        const rate = schedule.rate(iteration);
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
      }
    },
  );
});

describe("wrong options are told", () => {
  test("boundaries and values that do not fit", () => {
    expect(() => piecewiseConstantDecay({ boundaries: [1], values: [1] })).toThrow("one value more than boundaries");
    expect(() => piecewiseConstantDecay({ boundaries: [2, 2], values: [1, 2, 3] })).toThrow(
      "larger than the one before",
    );
    expect(() => piecewiseConstantDecay({ boundaries: [2], values: [1, -2] })).toThrow("each at least 0");
  });
  test("a decay without steps", () => {
    expect(() => exponentialDecay({ initialLearningRate: 0.1, decaySteps: 0, decayRate: 0.5 })).toThrow(
      "exponentialDecay: decaySteps: got 0, expected a positive whole number",
    );
  });
});
