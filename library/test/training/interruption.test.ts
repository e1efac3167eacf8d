// Trainings that do not end well: NaN is named and undone, an abort is obeyed, and the process stays alive meanwhile.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { dense } from "../../src/nn/layers/index.ts";
import { NdArray, Random, TrainingError } from "../../src/tensor/index.ts";
import { DivergenceError, type Model, sequential } from "../../src/training/index.ts";
import { adam, sgd } from "../../src/training/optimizers/index.ts";

/** What a promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe.each(["wasm", "reference"] as const)("divergence on %s", (backend) => {
  function network(learningRate: number): Model {
    const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 1 });
    model.compile({ optimizer: sgd({ learningRate, momentum: 0.5 }), loss: "meanSquaredError", backend });
    return model;
  }

  test("is named with epoch, batch and rows; the weights are the last that gave a finite loss", async () => {
    const model = network(1e3);
    const snapshots: unknown[] = [];
    const onEpochEnd = () => void snapshots.push(model.getWeights());
    const training = model.fit([1, 2, 3, 4], [1, 2, 3, 4], { epochs: 200, batchSize: 2, callbacks: [{ onEpochEnd }] });
    const error = await rejection(training);
    if (!(error instanceof DivergenceError)) throw error;
    expect(error).toBeInstanceOf(TrainingError);
    expect(error.code).toBe("CR-T001");
    expect(error.message).toMatch(
      /^epoch \d+, (batch \d, rows \d, \d|at its end): the (loss|weights) (is|are) no longer/,
    );
    expect(error.message).toContain("Lower the learning rate");
    expect(error.epoch).toBe(snapshots.length);
    if (error.batch !== undefined) expect(error.rows.length).toBe(2);
    // A loss that fails in the first batch is that of the weights with which the epoch began.
    expect(model.getWeights()).toEqual(snapshots.at(error.batch === 0 ? -2 : -1));
    expect(Number.isFinite((await model.evaluate([1, 2, 3, 4], [1, 2, 3, 4])).loss)).toBe(true);
  });

  test("can be recovered from: with a lower rate the model trains on", async () => {
    const model = network(1e3);
    await rejection(model.fit([1, 2, 3, 4], [1, 2, 3, 4], { epochs: 200 }));
    const before = await model.evaluate([1, 2, 3, 4], [1, 2, 3, 4]);
    model.compile({ optimizer: sgd({ learningRate: 0.01 }), loss: "meanSquaredError", backend });
    const history = await model.fit([1, 2, 3, 4], [1, 2, 3, 4], { epochs: 20 });
    expect(history.loss.at(-1)).toBeLessThan(before.loss);
  });

  test("in the very last step is found too", async () => {
    const model = network(backend === "wasm" ? 1e38 : 1e300);
    model.setWeights({ "dense/kernel": [[3e7]] });
    const error = await rejection(model.fit([1e6], [0], { epochs: 9 }));
    expect(error).toBeInstanceOf(DivergenceError);
    expect(model.getWeights()["dense/kernel"]?.at(0, 0)).toBe(3e7);
  });
});

const random = new Random(1);
const rows = new NdArray(
  Float32Array.from({ length: 2000 * 50 }, () => random.uniform()),
  [2000, 50],
);
const targets = new NdArray(
  Float32Array.from({ length: 2000 }, () => random.uniform()),
  [2000, 1],
);

function large(): Model {
  const model = sequential([dense({ units: 64, activation: "tanh", inputShape: [50] }), dense({ units: 1 })], {
    seed: 1,
  });
  model.compile({ optimizer: adam(), loss: "meanSquaredError" });
  return model;
}

describe("abort", () => {
  test("ends the training within a batch, with the reason of the signal; the weights reached stay", async () => {
    const model = large();
    const before = model.getWeights();
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    setTimeout(() => controller.abort(reason), 30);
    const started = performance.now();
    expect(await rejection(model.fit(rows, targets, { epochs: 100_000, signal: controller.signal }))).toBe(reason);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(model.getWeights()).not.toEqual(before);
    await expect(model.fit(rows, targets)).resolves.toBeDefined();
  });
  test("before the training begins nothing is trained", async () => {
    const model = large();
    const before = model.getWeights();
    const error = await rejection(model.fit(rows, targets, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "AbortError" });
    expect(model.getWeights()).toEqual(before);
  });
});

test("while a model is trained, timers and immediates go on", async () => {
  let immediates = 0;
  let isDone = false;
  const count = () => {
    immediates += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const started = performance.now();
  await large().fit(rows, targets, { epochs: 40 });
  isDone = true;
  const elapsed = performance.now() - started;
  // One turn for every 10 ms of computing, and as many again to spare.
  expect(immediates).toBeGreaterThan(elapsed / 10 / 4);
});

test.each<[string, (model: Model) => Promise<unknown>]>([
  ["partialFit", (model) => model.partialFit(rows.rows(0, 1), targets.rows(0, 1))],
  ["predict", (model) => model.predict(rows.rows(0, 1))],
  ["evaluate", (model) => model.evaluate(rows.rows(0, 1), targets.rows(0, 1))],
])("while %s is called over and over, timers go on", async (_name, call) => {
  const model = large();
  await model.fit(rows.rows(0, 1), targets.rows(0, 1));
  let timers = 0;
  const timer = setInterval(() => {
    timers += 1;
  }, 1);
  const started = performance.now();
  while (performance.now() - started < 200) await call(model);
  clearInterval(timer);
  // Without a pause there would be none; every 10 ms there may be one.
  expect(timers).toBeGreaterThan(4);
});
