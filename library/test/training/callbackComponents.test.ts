// Callbacks keep the best weights, end diverging trainings and set rates.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { dense } from "../../src/nn/layers/index.ts";
import { bestWeights, learningRateScheduler, terminateOnNaN } from "../../src/training/callbacks/index.ts";
import { type CallbackReference, callbackRegistry, type Model, sequential } from "../../src/training/index.ts";
import { sgd } from "../../src/training/optimizers/index.ts";
import { replay } from "./seriesModel.ts";

const x = [1, 2, 3, 4];
const y = [2, 4, 6, 8];

function line(learningRate: number): Model {
  const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 1 });
  model.compile({ optimizer: sgd({ learningRate }), loss: "meanSquaredError", backend: "reference" });
  return model;
}

describe("bestWeights", () => {
  test("of full batches are those that had the lowest cost: exactly that cost is found again", async () => {
    // The rate is so high that the cost rises after a while.
    const model = line(0.01);
    const { loss, stopReason } = await model.fit(x, y, {
      epochs: 12,
      callbacks: [bestWeights(), learningRateScheduler({ schedule: (epoch) => (epoch < 6 ? 0.01 : 0.2) })],
    });
    expect(stopReason).toBeUndefined();
    expect(loss.at(-1)).toBeGreaterThan(Math.min(...loss));
    expect((await model.evaluate(x, y)).loss).toBeCloseTo(Math.min(...loss), 12);
  });

  test("of several batches are those at the end of the best epoch", async () => {
    const model = line(0.01);
    const kept: number[] = [];
    const { loss } = await model.fit(x, y, {
      epochs: 8,
      batchSize: 2,
      shuffle: false,
      callbacks: [
        learningRateScheduler({ schedule: (epoch) => (epoch < 4 ? 0.01 : 0.2) }),
        bestWeights(),
        { onEpochEnd: () => void kept.push(model.getWeights()["dense/kernel"]?.at(0, 0) ?? Number.NaN) },
      ],
    });
    expect(model.getWeights()["dense/kernel"]?.at(0, 0)).toBe(kept[loss.indexOf(Math.min(...loss))]);
  });

  test("of a validated value are those at the end of the epoch, also where larger is better", async () => {
    expect((await replay([3, 1, 2, 5], bestWeights({ monitor: "valLoss" }), "valLoss"))[1]).toBe(1);
    expect((await replay([0.3, 0.1, 0.9, 0.5], bestWeights({ monitor: "valAccuracy" }), "valAccuracy"))[1]).toBe(2);
    const mode = "minimum";
    expect((await replay([0.3, 0.1, 0.9], bestWeights({ monitor: "valAccuracy", mode }), "valAccuracy"))[1]).toBe(1);
    expect((await replay([Number.NaN, 4, 5], bestWeights({ monitor: "valLoss" }), "valLoss"))[1]).toBe(1);
  });

  test("are remembered from one training to the next", async () => {
    const first = bestWeights({ monitor: "valLoss" }).start();
    await replay([3, 1, 2], first, "valLoss");
    const state = first.state?.() ?? { values: {} };
    const second = bestWeights({ monitor: "valLoss" }).start();
    second.restore?.({ ...state, values: JSON.parse(JSON.stringify(state.values)) });
    expect((await replay([7, 8, 9], second, "valLoss"))[1]).toBe(1);
  });
});

describe("terminateOnNaN", () => {
  test("ends a diverging training without an error, with the last good weights and the reason", async () => {
    const model = line(1e100);
    const history = await model.fit(x, y, { epochs: 50, callbacks: [terminateOnNaN()] });
    expect(history.epochs.length).toBeLessThan(50);
    expect(history.stopReason).toMatch(/no longer (a )?finite number/);
    for (const loss of history.loss) expect(Number.isFinite(loss)).toBe(true);
    for (const weight of Object.values(model.getWeights())) {
      for (const value of weight.data) expect(Number.isFinite(value)).toBe(true);
    }
    await expect(line(1e100).fit(x, y, { epochs: 50 })).rejects.toThrow("no longer");
  });

  test("lets other callbacks see the end, and other errors pass", async () => {
    const seen: unknown[] = [];
    const watcher: CallbackReference = { onTrainEnd: ({ failure, stopReason }) => void seen.push(failure, stopReason) };
    await line(1e100).fit(x, y, { epochs: 50, callbacks: ["terminateOnNaN", watcher] });
    expect(seen).toEqual([undefined, expect.stringContaining("no longer")]);
    const failing: CallbackReference = { onEpochEnd: () => Promise.reject(new Error("else")) };
    await expect(line(0.1).fit(x, y, { callbacks: [terminateOnNaN(), failing] })).rejects.toThrow("else");
  });
});

describe("learningRateScheduler", () => {
  test("sets the rate before each epoch, from the epoch and the rate before", async () => {
    const asked: [number, number][] = [];
    const rates: number[] = [];
    const schedule = (epoch: number, rate: number): number => {
      asked.push([epoch, rate]);
      return epoch < 2 ? rate : rate / 2;
    };
    const watcher: CallbackReference = { onBatchEnd: (_progress, context) => void rates.push(context.learningRate) };
    await line(0.08).fit(x, y, { epochs: 4, callbacks: [learningRateScheduler({ schedule }), watcher] });
    expect(rates).toEqual([0.08, 0.08, 0.04, 0.02]);
    expect(asked).toEqual([
      [0, 0.08],
      [1, 0.08],
      [2, 0.08],
      [3, 0.04],
    ]);
  });

  test("a rate that is none is an error that names the epoch", async () => {
    const callbacks = [learningRateScheduler({ schedule: (epoch) => 1 - epoch })];
    await expect(line(0.1).fit(x, y, { epochs: 4, callbacks })).rejects.toThrow(
      "learningRateScheduler: schedule: got -1 for epoch 2, expected a number at least 0",
    );
  });

  test("needs its function", async () => {
    expect(() => callbackRegistry.resolve("learningRateScheduler", "callbacks")).toThrow(
      "learningRateScheduler: schedule: got nothing, expected a function of the epoch and the rate",
    );
  });
});
