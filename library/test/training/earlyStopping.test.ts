// Early stopping behaves as Keras's does on the same series of values, in trainings that really run.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { dense } from "../../src/nn/layers/index.ts";
import { earlyStopping } from "../../src/training/callbacks/index.ts";
import { type CallbackHandlers, sequential } from "../../src/training/index.ts";
import { type GoldenCase, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { replay } from "./seriesModel.ts";

function optionsOf({ args }: GoldenCase) {
  const { patience, min_delta, restore_best_weights, baseline, start_from_epoch, mode, monitor } = goldenRecord(args);
  return {
    patience: goldenNumber(patience),
    minDelta: goldenNumber(min_delta ?? 0),
    restoreBestWeights: restore_best_weights === true,
    ...(baseline === undefined ? {} : { baseline: goldenNumber(baseline) }),
    startFromEpoch: goldenNumber(start_from_epoch ?? 0),
    mode: mode === "max" ? "maximum" : "auto",
    monitor: monitor === "val_accuracy" ? "valAccuracy" : "valLoss",
  } as const;
}

/** The same handlers, which see only epochs from a number on. */
function handlersOf(handlers: CallbackHandlers, from = 0): CallbackHandlers {
  return {
    onTrainBegin: (context) => handlers.onTrainBegin?.(context),
    onEpochEnd: (result, context) => (result.epoch < from ? undefined : handlers.onEpochEnd?.(result, context)),
    onTrainEnd: (context) => handlers.onTrainEnd?.(context),
  };
}

const cases = goldenCases("schedules").filter(({ kind }) => kind === "early_stopping");

describe("Keras's replays", () => {
  test("are found", () => expect(cases.length).toBe(12));

  test.each(cases)("$name", async (golden) => {
    const series = Array.isArray(golden.series) ? golden.series.map(goldenNumber) : [];
    const options = optionsOf(golden);
    const [history, epoch] = await replay(series, earlyStopping(options), options.monitor);
    expect(history.epochs.length).toBe(golden.epochs_run);
    expect(history.stopReason !== undefined).toBe(golden.stopped);
    expect(epoch).toBe(golden.weights_in_the_end_are_of_epoch);
    expect(history.values[options.monitor]).toEqual(series.slice(0, history.epochs.length));
  });
});

describe("the mode", () => {
  test("auto goes by the metric: accuracy is better when it is larger", async () => {
    const stopped = async (mode: "auto" | "minimum") =>
      (
        await replay([0.5, 0.6, 0.7, 0.6], earlyStopping({ monitor: "valAccuracy", patience: 1, mode }), "valAccuracy")
      )[0];
    expect((await stopped("auto")).epochs.length).toBe(4);
    expect((await stopped("minimum")).epochs.length).toBe(2);
  });
});

describe("scikit-learn's rule", () => {
  const rule = (nIterNoChange: number, tol = 1e-4) => earlyStopping({ nIterNoChange, tol, restoreBestWeights: true });

  test("a loss that is flat from the start ends after nIterNoChange + 2 epochs", async () => {
    const [history, epoch] = await replay(new Array(20).fill(1), rule(10), "valLoss");
    expect([history.epochs.length, epoch]).toEqual([12, 0]);
  });

  test("small improvements are counted as none, but move the best", async () => {
    // Each step improves by 0.04, less than tol; the best moves along, so that it never improves by tol at once.
    const series = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76];
    const [history, epoch] = await replay(series, rule(3, 0.05), "valLoss");
    expect([history.epochs.length, epoch]).toEqual([5, 4]);
    // By Keras's rule the best stays until something is better by minDelta.
    const [keras] = await replay(series, earlyStopping({ patience: 3, minDelta: 0.05 }), "valLoss");
    expect(keras.stopReason).toBeUndefined();
  });

  test("an improvement by exactly tol ends the waiting", async () => {
    const [history] = await replay([1, 1, 0.5, 0.5, 0.5, 0.5], rule(2, 0.5), "valLoss");
    expect(history.epochs.length).toBe(6);
    expect((await replay([1, 1, 0.5, 0.5, 0.5, 0.5], rule(2, 0.51), "valLoss"))[0].epochs.length).toBe(4);
  });

  test("judges scores the other way round", async () => {
    const callback = earlyStopping({ monitor: "valAccuracy", nIterNoChange: 1, restoreBestWeights: true });
    const [history, epoch] = await replay([0.5, 0.6, 0.7, 0.6, 0.65, 0.9], callback, "valAccuracy");
    expect([history.epochs.length, epoch]).toEqual([5, 2]);
  });

  test("does not go together with Keras's options", () => {
    expect(() => earlyStopping({ nIterNoChange: 5, patience: 3 })).toThrow(
      "earlyStopping: nIterNoChange: got it together with patience, minDelta or baseline, expected scikit-learn's rule",
    );
  });
});

describe("what it remembers", () => {
  const series = [1, 0.9, 0.95, 0.97, 0.96, 0.99, 0.98, 0.97];

  test.each([
    { patience: 4, restoreBestWeights: true },
    { nIterNoChange: 3, restoreBestWeights: true },
    { patience: 9, restoreBestWeights: true, baseline: 0.5 },
  ])("%o: in two parts it does as in one, through JSON", async (options) => {
    const whole = await replay(series, earlyStopping(options), "valLoss");
    const first = earlyStopping(options).start();
    await replay(series.slice(0, 3), { ...handlersOf(first), onTrainEnd: () => undefined }, "valLoss");
    const { values, arrays = {} } = first.state?.() ?? { values: {} };
    const second = earlyStopping(options).start();
    second.restore?.({ values: JSON.parse(JSON.stringify(values)), arrays });
    const rest = await replay(series, { ...handlersOf(second, 3) }, "valLoss");
    expect([rest[0].epochs.length, rest[1]]).toEqual([whole[0].epochs.length, whole[1]]);
  });

  test("survives a value that is no number", async () => {
    const started = earlyStopping({ patience: 5 }).start();
    await replay([Number.NaN, 1], handlersOf(started), "valLoss");
    const state = started.state?.();
    expect(JSON.parse(JSON.stringify(state))).toEqual({ values: { best: "NaN", bestEpoch: 0, waited: 1 } });
    expect(() =>
      earlyStopping()
        .start()
        .restore?.({ values: { best: "much", waited: 1, bestEpoch: 0 } }),
    ).toThrow('earlyStopping: the state has no number "best": got "much"');
    expect(() => earlyStopping().start().restore?.({ values: {} })).toThrow('the state has no number "bestEpoch"');
  });
});

test("the reason stands in the history", async () => {
  const [history] = await replay([3, 2, 4, 5], earlyStopping({ patience: 2, restoreBestWeights: true }), "valLoss");
  expect(history.stopReason).toBe("no better valLoss than 2 of epoch 2; its weights are kept");
});

test("the same callback may be used for several trainings: each begins anew", async () => {
  const callback = earlyStopping({ patience: 1 });
  const first = await replay([1, 2, 3], callback, "valLoss");
  expect(await replay([5, 6, 7], callback, "valLoss")).toMatchObject([{ epochs: [0, 1] }, 1]);
  expect(first).toMatchObject([{ epochs: [0, 1] }, 1]);
});

test("a value that is not there is an error that says what is", async () => {
  const model = sequential([dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await expect(model.fit([1], [1], { callbacks: ["earlyStopping"] })).rejects.toThrow(
    'earlyStopping: monitor: got "valLoss", expected one of loss. Pass validationSplit or validationData to fit',
  );
  const callbacks = [earlyStopping({ monitor: "los" })];
  await expect(model.fit([1], [1], { callbacks })).rejects.toThrow('Did you mean "loss"?');
  const asKeras = { callbacks: [earlyStopping({ monitor: "val_loss" })], validationData: { x: [1], y: [1] } };
  await expect(model.fit([1], [1], asKeras)).rejects.toThrow('Did you mean "valLoss"?');
});
