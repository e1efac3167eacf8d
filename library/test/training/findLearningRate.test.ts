// The range test of learning rates finds where the loss falls most, on a copy: the model stays as it is.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { batchNormalization, dense, dropout } from "../../src/nn/layers/index.ts";
import {
  findLearningRate,
  learningRateScheduler,
  type Model,
  type Optimizer,
  sequential,
} from "../../src/training/index.ts";
import { adam, sgd } from "../../src/training/optimizers/index.ts";
import { exponentialDecay } from "../../src/training/schedules/index.ts";

const rows = 200;
const x = Array.from({ length: rows }, (_, row) => [Math.sin(row), Math.cos(3 * row)]);
const y = x.map(([a = 0, b = 0]) => [2 * a - b + 0.5]);

function line(optimizer: Optimizer): Model {
  const model = sequential([dense({ units: 1, inputShape: [2] })], { seed: 1 });
  model.compile({ optimizer, loss: "meanSquaredError" });
  return model;
}

function deep(): Model {
  const layers = [
    dense({ units: 8, activation: "tanh", inputShape: [2] }),
    batchNormalization(),
    dropout({ rate: 0.1 }),
    dense({ units: 1 }),
  ];
  const model = sequential(layers, { seed: 2 });
  model.compile({ optimizer: adam({ learningRate: 0.01 }), loss: "meanSquaredError" });
  return model;
}

describe("the curve", () => {
  test("has rates that grow by one factor, from the smallest to where the loss rises", async () => {
    const { rates, losses, smoothedLosses, diverged } = await findLearningRate(line(sgd()), x, y);
    expect(diverged).toBe(true);
    expect(rates[0]).toBeCloseTo(1e-7, 12);
    expect(rates.length).toBeLessThan(100);
    expect([losses.length, smoothedLosses.length]).toEqual([rates.length, rates.length]);
    for (let step = 1; step < rates.length; step += 1) {
      expect((rates[step] ?? 0) / (rates[step - 1] ?? 1)).toBeCloseTo(1e8 ** (1 / 99), 10);
    }
    for (const loss of losses) expect(Number.isFinite(loss)).toBe(true);
  });

  test("goes to the largest rate where the loss does not rise", async () => {
    const options = { minimum: 1e-5, maximum: 1e-2, steps: 30, batchSize: 7 };
    const { rates, diverged } = await findLearningRate(line(sgd()), x, y, options);
    expect([rates.length, diverged]).toEqual([30, false]);
    expect(rates.at(-1)).toBeCloseTo(1e-2, 12);
  });

  test("pairs a rate with the loss after its step", async () => {
    const { rates, losses } = await findLearningRate(line(sgd()), [[1, 0]], [[1]], {
      steps: 3,
      minimum: 0.01,
      maximum: 0.04,
    });
    const model = line(sgd());
    for (const [step, rate] of rates.entries()) {
      await model.fit([[1, 0]], [[1]], { callbacks: [learningRateScheduler({ schedule: () => rate })] });
      expect((await model.evaluate([[1, 0]], [[1]])).loss).toBeCloseTo(losses[step] ?? 0, 6);
    }
  });

  test("is the same each time", async () => {
    expect(await findLearningRate(deep(), x, y)).toEqual(await findLearningRate(deep(), x, y));
  });
});

describe("the suggestion", () => {
  test("is a rate with which the loss falls well: better than with a tenth of it, and without diverging", async () => {
    const { suggestion = 0 } = await findLearningRate(line(sgd()), x, y);
    const lossWith = async (learningRate: number): Promise<number> => {
      const model = line(sgd({ learningRate }));
      await model.fit(x, y, { epochs: 3 });
      return (await model.evaluate(x, y)).loss;
    };
    expect(await lossWith(suggestion)).toBeLessThan(0.1 * (await lossWith(suggestion / 10)));
    // Gradient descent on this parabola diverges for rates above about 2.
    expect(suggestion).toBeLessThan(1);
  });

  test("is missing where no rate lowers the loss", async () => {
    const zeros = x.map(() => [0, 0]);
    const { suggestion } = await findLearningRate(
      line(sgd()),
      zeros,
      zeros.map(() => [0]),
      { steps: 20 },
    );
    expect(suggestion).toBeUndefined();
  });
});

describe("the model", () => {
  test("stays as it is, weights, statistics, slots and counters, and goes on as if nothing had been", async () => {
    const [model, untouched] = [deep(), deep()];
    await model.fit(x, y, { epochs: 2 });
    await untouched.fit(x, y, { epochs: 2 });
    const before = await model.toBytes();
    await findLearningRate(model, x, y);
    expect(await model.toBytes()).toEqual(before);
    await model.fit(x, y, { epochs: 2 });
    await untouched.fit(x, y, { epochs: 2 });
    expect(model.getWeights()).toEqual(untouched.getWeights());
  });

  test("may not know the shape of its input yet", async () => {
    const model = sequential([dense({ units: 1 })], { seed: 1 });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    expect((await findLearningRate(model, x, y)).suggestion).toBeDefined();
    expect(model.network).toBeUndefined();
  });

  test("copied by clone has a life of its own", async () => {
    const model = deep();
    await model.fit(x, y, { epochs: 2 });
    model.labels = ["a"];
    model.metadata = { notes: ["one"] };
    const copy = await model.clone();
    expect(await copy.toBytes()).toEqual(await model.toBytes());
    await Promise.all([model.fit(x, y, { epochs: 1 }), copy.fit(x, y, { epochs: 1 })]);
    expect(copy.getWeights()).toEqual(model.getWeights());
    await copy.fit(x, y, { epochs: 1 });
    expect(copy.epochsTrained).toBe(model.epochsTrained + 1);
    expect(copy.getWeights()).not.toEqual(model.getWeights());
  });
});

describe("what does not fit is an error", () => {
  test("a smallest rate that is not the smallest", async () => {
    await expect(findLearningRate(line(sgd()), x, y, { minimum: 1, maximum: 0.1 })).rejects.toThrow(
      "findLearningRate: minimum: got 1, expected less than maximum, which is 0.1",
    );
  });

  test("an optimizer whose rate follows a schedule", async () => {
    const learningRate = exponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 });
    await expect(findLearningRate(line(sgd({ learningRate })), x, y)).rejects.toThrow("follows a schedule");
  });

  test("a model that is not compiled", async () => {
    const model = sequential([dense({ units: 1, inputShape: [2] })], { seed: 1 });
    await expect(findLearningRate(model, x, y)).rejects.toThrow("has not been compiled");
  });

  test("an aborted signal ends it", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(findLearningRate(line(sgd()), x, y, { signal })).rejects.toThrow("enough");
  });
});
