// What every optimizer promises: it descends, treats parameters alike, stays finite, and comes back from its saved form.
import "../../src/names.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printPlan } from "../../src/graph/index.ts";
import { readComponent } from "../../src/nn/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { NdArray } from "../../src/tensor/index.ts";
import {
  cosineDecay,
  exponentialDecay,
  linearWarmup,
  loadModel,
  type Optimizer,
  optimizerRegistry,
  sequential,
} from "../../src/training/index.ts";
import { adam, adamW, ftrl, lion, nadam, radam, rmsprop, rprop, sgd } from "../../src/training/optimizers/index.ts";
import { closeTo } from "../ops/closeTo.ts";
import { OptimizerRun, type Variables } from "./optimizerRun.ts";

const vector = (...values: readonly number[]): NdArray => new NdArray(Float64Array.from(values), [values.length]);
const numbers = (variables: Variables): number[] => Object.values(variables).flatMap(({ data }) => [...data]);

/** Optimizers that take steps by gradients; one that minimizes by itself has no step. */
const factories = optimizerRegistry.factories.filter(({ create }) => "step" in create({}));

/** The weights after each step, under gradients that depend on them. */
function course(
  optimizer: Optimizer,
  start: Variables,
  steps: number,
  gradient: (at: Variables, step: number) => Variables,
  backend: "reference" | "wasm" = "reference",
): Variables[] {
  const run = new OptimizerRun(optimizer, backend, start);
  const found: Variables[] = [];
  let at = start;
  for (let step = 0; step < steps; step += 1) {
    at = run.step(gradient(at, step));
    found.push(at);
  }
  return found;
}

const mapped = (variables: Variables, map: (value: number, index: number) => number): Variables =>
  Object.fromEntries(
    Object.entries(variables).map(([name, array]) => [
      name,
      new NdArray(Float64Array.from(array.data, map), array.shape),
    ]),
  );

describe.each(factories)("$type", ({ type, create }) => {
  test("comes nearer to the minimum of a convex quadratic", () => {
    const size = fc.double({ min: 0.5, max: 3, noNaN: true });
    const coordinate = fc.tuple(size, fc.boolean()).map(([value, isNegative]) => (isNegative ? -value : value));
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, size), { minLength: 1, maxLength: 5 }), (axes) => {
        const curvature = axes.map(([, value]) => value);
        const value = (at: Variables): number =>
          numbers(at).reduce((sum, x, index) => sum + (curvature[index] ?? 0) * x * x, 0);
        const start = { w: vector(...axes.map(([x]) => x)) };
        const end = course(create({}), start, 50, (at) => mapped(at, (x, index) => 2 * (curvature[index] ?? 0) * x));
        expect(value(end.at(-1) ?? start)).toBeLessThan(value(start));
      }),
      { numRuns: 10 },
    );
  });

  // Lamb's steps depend on the norm of each variable by definition.
  const title = type === "lamb" ? "does not treat" : "treats";
  test(`${title} every parameter alike, whatever variable it belongs to`, () => {
    const whole = { w: vector(1, -2, 0.5, 3, -0.25, 1.5) };
    const parts = { a: vector(1, -2), b: new NdArray(Float64Array.of(0.5, 3, -0.25), [1, 3]), c: vector(1.5) };
    const options = { globalClipNorm: 2, weightDecay: 0.01, useEma: true, emaOverwriteFrequency: 4 };
    const gradient = (at: Variables): Variables => mapped(at, (x) => 2 * x);
    const expected = course(create(options), whole, 10, gradient).map(numbers);
    // The gradient of both is the same, since it is that of x^2 in each parameter.
    const found = course(create(options), parts, 10, gradient).map(numbers);
    if (type === "lamb") expect(found).not.toEqual(expected);
    else expect(found).toEqual(expected);
  });

  test("stays finite where gradients are 0 from the beginning on", () => {
    const start = { w: vector(0, 1, -1) };
    const optimizer = create({ weightDecay: 0 });
    const end = course(optimizer, start, 20, (at) => mapped(at, () => 0), "wasm").at(-1) ?? start;
    for (const value of numbers(end)) expect(Number.isFinite(value)).toBe(true);
    // Ftrl computes the weights from the sums of gradients alone, so without any they are 0.
    if (type !== "ftrl") expect(numbers(end)).toEqual(numbers(start));
  });

  test.each([1e-30, 1e-20, 1e-12, 1e4])("stays finite with gradients of %s, and leaves no denormals", (size) => {
    const optimizer: Optimizer = create({});
    const run = new OptimizerRun(optimizer, "wasm", { w: vector(0.5, -0.5) });
    for (let step = 0; step < 100; step += 1) run.step({ w: vector(size, step % 2 === 0 ? size : 0) });
    for (const value of numbers(run.step({ w: vector(0, 0) }))) expect(Number.isFinite(value)).toBe(true);
    for (const [name, { scalar }] of optimizer.slots) {
      if (scalar === true) continue;
      for (const value of numbers(run.slot(name))) {
        expect(Number.isFinite(value)).toBe(true);
        expect(value === 0 || Math.abs(value) >= 2 ** -126).toBe(true);
      }
    }
  });

  test("comes back from its saved form, with everything that can be set", () => {
    const learningRate = linearWarmup({
      learningRate: cosineDecay({ initialLearningRate: 0.1, decaySteps: 9 }),
      warmupSteps: 3,
    });
    const optimizer = create({
      learningRate,
      clipNorm: 1,
      weightDecay: 0.1,
      excludeFromWeightDecay: ["bias"],
      useEma: true,
      emaOverwriteFrequency: 5,
      gradientAccumulationSteps: 2,
    });
    const copy = readComponent(optimizerRegistry, JSON.parse(JSON.stringify(optimizer)), [], "optimizer");
    expect(JSON.stringify(copy)).toBe(JSON.stringify(optimizer));
    expect(copy.schedule?.rate(2)).toBe(learningRate.rate(2));
    expect([...copy.slots]).toEqual([...optimizer.slots]);
  });

  test("describes its options, its own first", () => {
    const factory = optimizerRegistry.factories.find((candidate) => candidate.type === type);
    const names = factory?.describe().map(({ name }) => name) ?? [];
    expect(names[0]).toBe("learningRate");
    expect(names).toContain("clipNorm");
  });
});

test("every rule is one loop over the parameters, but for one that needs norms", () => {
  const size = 1234;
  const loops = (optimizer: Optimizer): number => {
    const { plan } = new OptimizerRun(optimizer, "wasm", { w: new NdArray(new Float64Array(size), [size]) });
    return printPlan(plan)
      .split("\n")
      .filter((line) => line.includes(`[${size}] over`) || line.endsWith(` loop [${size}]`)).length;
  };
  const found = Object.fromEntries(factories.map(({ type, create }) => [type, loops(create({}))]));
  const { lamb, ...others } = found;
  expect(lamb).toBeGreaterThan(1);
  expect(new Set(Object.values(others))).toEqual(new Set([1]));
  expect(loops(adamW({ useEma: true, emaOverwriteFrequency: 5, clipValue: 1 }))).toBe(1);
});

describe("known defects of other libraries", () => {
  test("Adam moves every parameter by about the learning rate in the first step, however small the gradient", () => {
    const [after] = course(
      adam({ learningRate: 0.1 }),
      { w: vector(0, 0, 0) },
      1,
      () => ({ w: vector(0.05, -5, 100) }),
      "wasm",
    );
    closeTo(after?.w ?? vector(), vector(-0.1, 0.1, -0.1), { relative: 2e-4 });
  });
  test("centered RMSprop stays finite and slow when large gradients do not change", () => {
    for (const rule of ["keras", "pytorch"] as const) {
      const optimizer = rmsprop({ centered: true, rule, learningRate: 1e-3, momentum: 0.5 });
      const run = new OptimizerRun(optimizer, "wasm", { w: vector(0) });
      for (let step = 0; step < 2000; step += 1) {
        run.step({ w: vector(1234.5) });
        const [variance = Number.NaN] = numbers(run.slot("variance"));
        expect(variance).toBeGreaterThanOrEqual(0);
      }
      for (const value of numbers(run.slot("velocity"))) expect(Number.isFinite(value)).toBe(true);
    }
  });
});

describe("what all optimizers share", () => {
  const plain = { learningRate: 0.1 };
  test("accumulated gradients change parameters every so many steps, by their mean", () => {
    const gradients = [3, 5, -2, 7, 1, 1, 4];
    const found = course(sgd({ ...plain, gradientAccumulationSteps: 3 }), { w: vector(1) }, 7, (_, step) => ({
      w: vector(gradients[step] ?? 0),
    }));
    closeTo(vector(...found.flatMap(numbers)), vector(1, 1, 0.8, 0.8, 0.8, 0.5, 0.5));
  });
  test("slots of a rule change only together with the parameters", () => {
    const run = new OptimizerRun(sgd({ ...plain, momentum: 0.5, gradientAccumulationSteps: 2 }), "reference", {
      w: vector(1),
    });
    run.step({ w: vector(1) });
    expect(numbers(run.slot("velocity"))).toEqual([0]);
    run.step({ w: vector(1) });
    expect(numbers(run.slot("velocity"))).toEqual([-0.1]);
  });
  test("the first accumulated gradient is not dampened, in PyTorch's rule", () => {
    const options = { ...plain, rule: "pytorch", momentum: 0.5, dampening: 0.5, gradientAccumulationSteps: 2 } as const;
    const found = course(sgd(options), { w: vector(1) }, 4, () => ({ w: vector(1) }));
    closeTo(vector(...found.flatMap(numbers)), vector(1, 0.9, 0.9, 0.8));
  });
  test("weights whose names are excluded do not decay", () => {
    const start = { kernel: vector(1), bias: vector(1), scale: vector(1) };
    const zero = (at: Variables): Variables => mapped(at, () => 0);
    const optimizer = adamW({ learningRate: 0.5, weightDecay: 0.1, excludeFromWeightDecay: ["bias", "weights/scale"] });
    const [after] = course(optimizer, start, 1, zero);
    expect(numbers(after ?? {})).toEqual([0.95, 1, 1]);
  });
  test("a decay that is not decoupled is a part of the gradient", () => {
    const optimizer = sgd({ ...plain, weightDecay: 0.5, decoupledWeightDecay: false, momentum: 0.9 });
    const run = new OptimizerRun(optimizer, "reference", { w: vector(2) });
    closeTo(run.step({ w: vector(1) }).w ?? vector(), vector(1.8));
    closeTo(run.slot("velocity").w ?? vector(), vector(-0.2));
  });
  test("gradients are clipped variable by variable, or all together", () => {
    const gradient = (): Variables => ({ a: vector(3, 4), b: vector(0, 0.5) });
    const start = { a: vector(0, 0), b: vector(0, 0) };
    const step = (options: object): number[] =>
      numbers(course(sgd({ learningRate: 1, ...options }), start, 1, gradient)[0] ?? {});
    closeTo(vector(...step({ clipNorm: 1 })), vector(-0.6, -0.8, -0, -0.5));
    const norm = Math.hypot(3, 4, 0.5);
    closeTo(vector(...step({ globalClipNorm: 1 })), vector(-3 / norm, -4 / norm, -0, -0.5 / norm));
    closeTo(vector(...step({ clipValue: 1 })), vector(-1, -1, -0, -0.5));
  });
  test("averages of the weights begin with the weights after the first step", () => {
    const optimizer = sgd({ ...plain, useEma: true, emaMomentum: 0.75 });
    expect(optimizer.averagedWeights).toBe("averagedWeights");
    const run = new OptimizerRun(optimizer, "reference", { w: vector(1) });
    run.step({ w: vector(1) });
    closeTo(run.slot("averagedWeights").w ?? vector(), vector(0.9));
    run.step({ w: vector(1) });
    closeTo(run.slot("averagedWeights").w ?? vector(), vector(0.875));
    expect(sgd().averagedWeights).toBeUndefined();
  });
});

describe("options", () => {
  test("the defaults are those of the rule", () => {
    expect(sgd({ rule: "pytorch" }).learningRate).toBe(0.001);
    expect(sgd({ rule: "pytorch", learningRate: 0.5 }).learningRate).toBe(0.5);
    expect(sgd({ rule: "scikitLearn" }).config).toMatchObject({ learningRate: 0.001, momentum: 0.9, nesterov: true });
    expect(adam({ rule: "pytorch" }).config).toMatchObject({ epsilon: 1e-8, decoupledWeightDecay: false });
  });
  test("a learning rate is a number or a schedule", () => {
    const schedule = exponentialDecay({ initialLearningRate: 0.5, decaySteps: 1, decayRate: 0.5 });
    const optimizer = lion({ learningRate: schedule });
    expect([optimizer.learningRate, optimizer.schedule]).toEqual([0.5, schedule]);
    expect(lion().schedule).toBeUndefined();
    expect(() => lion({ learningRate: -1 })).toThrow(
      "lion: learningRate: got -1, expected a number at least 0, or a schedule",
    );
    expect(rprop({ learningRate: schedule }).slots.get("stepSize")).toEqual({ initial: 0.5 });
  });
  test("gradients are clipped in one way only", () => {
    expect(() => radam({ clipNorm: 1, clipValue: 1 })).toThrow("got clipNorm and clipValue");
    expect(() => radam({ globalClipNorm: 0 })).toThrow("globalClipNorm: got 0, expected a number greater than 0");
  });
  test("options that would have no effect are told", () => {
    expect(() => adam({ emaOverwriteFrequency: 3 })).toThrow("useEma: true");
    expect(() => adam({ excludeFromWeightDecay: ["bias"] })).toThrow("weightDecay");
    expect(() => sgd({ dampening: 0.5 })).toThrow("dampening");
    expect(() => sgd({ rule: "pytorch", momentum: 0.5, nesterov: true, dampening: 0.5 })).toThrow("without nesterov");
    expect(() => rprop({ minimumStepSize: 3, maximumStepSize: 1 })).toThrow("at most maximumStepSize");
    expect(() => ftrl({ learningRatePower: 0.5 })).toThrow("at most 0");
  });
});

describe("in a training", () => {
  const x = [[1], [2], [3], [4]];
  const y = [[2], [4], [6], [8]];
  const compiled = (optimizer: Optimizer) => {
    const model = sequential([dense({ units: 1, kernelInitializer: "ones", inputShape: [1] })], { seed: 1 });
    model.compile({ optimizer, loss: "meanSquaredError", backend: "reference" });
    return model;
  };

  test("a schedule gives the rate of every step, also of a second fit and of a model that was saved", async () => {
    const schedule = exponentialDecay({ initialLearningRate: 0.05, decaySteps: 3, decayRate: 0.5 });
    const [model, rates] = [compiled(sgd({ learningRate: schedule })), Array.of<number>()];
    const options = {
      batchSize: 2,
      epochs: 2,
      callbacks: [
        { onBatchEnd: (_: unknown, { learningRate }: { learningRate: number }) => void rates.push(learningRate) },
      ],
    };
    await model.fit(x, y, options);
    await model.fit(x, y, options);
    expect(rates).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((iteration) => schedule.rate(iteration)));
    const copy = await loadModel(await model.toBytes());
    expect(JSON.stringify(copy.training?.optimizer)).toBe(JSON.stringify(model.training?.optimizer));
  });
  test("a rate that follows a schedule cannot be set", async () => {
    const schedule = exponentialDecay({ initialLearningRate: 0.05, decaySteps: 3, decayRate: 0.5 });
    const setting = compiled(sgd({ learningRate: schedule })).fit(x, y, {
      callbacks: [
        {
          onEpochEnd: (_, context) => {
            context.learningRate = 1;
          },
        },
      ],
    });
    await expect(setting).rejects.toThrow("follows a schedule");
  });
  test("the averages of the weights are the weights in the end", async () => {
    const optimizer = sgd({ learningRate: 0.01, useEma: true, emaMomentum: 0.5 });
    const [model, kernels] = [compiled(optimizer), Array.of<number>()];
    await model.fit(x, y, {
      batchSize: 2,
      epochs: 2,
      callbacks: [{ onBatchEnd: () => void kernels.push(model.getWeights()["dense/kernel"]?.at(0, 0) ?? 0) }],
    });
    const [first = 0, ...others] = kernels;
    const average = others.reduce((sum, kernel) => (sum + kernel) / 2, first);
    expect(model.getWeights()["dense/kernel"]?.at(0, 0)).toBeCloseTo(average, 12);
  });
  test("slots that are one number for the whole model go on in a second fit", async () => {
    const [once, twice] = [compiled(nadam()), compiled(nadam())];
    await once.fit(x, y, { epochs: 4, shuffle: false });
    await twice.fit(x, y, { epochs: 2, shuffle: false });
    await twice.fit(x, y, { epochs: 2, shuffle: false });
    expect(twice.getWeights()).toEqual(once.getWeights());
  });
});

describe.each(factories)("$type in a model that is saved", ({ create }) => {
  const x = [
    [1, 0.5],
    [2, -1],
    [3, 0],
    [4, 2],
    [5, 1],
  ];
  const y = [[2], [4], [6], [8], [9]];
  const options = {
    useEma: true,
    emaOverwriteFrequency: 3,
    gradientAccumulationSteps: 2,
    clipNorm: 1,
    weightDecay: 0.01,
  };

  test("goes on after loading as if it had not been saved, bit for bit", async () => {
    const made = () => {
      const learningRate = exponentialDecay({ initialLearningRate: 0.05, decaySteps: 3, decayRate: 0.9 });
      const model = sequential([dense({ units: 3, activation: "tanh", inputShape: [2] }), dense({ units: 1 })], {
        seed: 5,
      });
      model.compile({ optimizer: create({ ...options, learningRate }), loss: "meanSquaredError", backend: "wasm" });
      return model;
    };
    const [once, first] = [made(), made()];
    // Averages take the place of the weights when a training ends, so both trainings end after the same epochs.
    for (let part = 0; part < 2; part += 1) await once.fit(x, y, { epochs: 3, batchSize: 2 });
    await first.fit(x, y, { epochs: 3, batchSize: 2 });
    const second = await loadModel(await first.toBytes());
    await second.fit(x, y, { epochs: 3, batchSize: 2 });
    expect(second.getWeights()).toEqual(once.getWeights());
  });
});
