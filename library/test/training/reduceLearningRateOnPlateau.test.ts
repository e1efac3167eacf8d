// The rate falls on plateaus as in Keras and in torch, on the same series of values.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { reduceLearningRateOnPlateau } from "../../src/training/callbacks/index.ts";
import type { CallbackHandlers } from "../../src/training/index.ts";
import { type GoldenCase, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { replay, type Watched } from "./seriesModel.ts";

type Options = NonNullable<Parameters<typeof reduceLearningRateOnPlateau>[0]>;

async function rates(
  series: readonly number[],
  callback: ReturnType<typeof reduceLearningRateOnPlateau> | CallbackHandlers,
  { learningRate = 0.1, monitor = "valLoss" }: { readonly learningRate?: number; readonly monitor?: Watched } = {},
): Promise<number[]> {
  const seen: number[] = [];
  const watcher: CallbackHandlers = { onEpochEnd: (_result, context) => void seen.push(context.learningRate) };
  await replay(series, callback, monitor, { learningRate, watcher });
  return seen;
}

const numbers = (values: unknown): number[] => (Array.isArray(values) ? values.map(goldenNumber) : []);
const defined = (options: Readonly<Record<string, unknown>>): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

function optionsOf({ args, kind }: GoldenCase): Options {
  const { patience, factor, cooldown, min_lr, min_delta, mode, monitor, threshold, threshold_mode } =
    goldenRecord(args);
  const common = { patience, factor, cooldown, minLearningRate: min_lr };
  if (kind === "reduce_lr_torch") return defined({ ...common, threshold, thresholdMode: threshold_mode });
  return defined({
    ...common,
    minDelta: min_delta,
    mode: mode === "max" ? "maximum" : undefined,
    monitor: monitor === "val_accuracy" ? "valAccuracy" : undefined,
  });
}

const cases = goldenCases("schedules").filter(({ kind }) => String(kind).startsWith("reduce_lr"));

describe("replays", () => {
  test("are found", () => expect(cases.length).toBe(13));

  test.each(cases)("$name", async (golden) => {
    const options = optionsOf(golden);
    const monitor = options.monitor === "valAccuracy" ? "valAccuracy" : "valLoss";
    const learningRate = goldenNumber(golden.initial_lr);
    const found = await rates(numbers(golden.series), reduceLearningRateOnPlateau(options), { learningRate, monitor });
    expect(found).toEqual(numbers(golden.lr_after_epoch));
  });
});

describe("torch's rule", () => {
  test("by default takes the threshold as a share of the best value", async () => {
    const falling = [100, 99, 98.5, 98.4, 98.3];
    const options = { patience: 0, factor: 0.5 };
    expect(await rates(falling, reduceLearningRateOnPlateau({ ...options, threshold: 0.01 }))).toEqual([
      0.1, 0.05, 0.05, 0.025, 0.0125,
    ]);
    expect(await rates(falling, reduceLearningRateOnPlateau({ ...options, thresholdMode: "rel" }))).toEqual(
      new Array(5).fill(0.1),
    );
    expect(
      await rates(falling, reduceLearningRateOnPlateau({ ...options, threshold: 0.4, thresholdMode: "abs" })),
    ).toEqual([0.1, 0.1, 0.1, 0.05, 0.025]);
  });

  test("does not go together with minDelta", () => {
    expect(() => reduceLearningRateOnPlateau({ threshold: 0.1, minDelta: 0.2 })).toThrow(
      "reduceLearningRateOnPlateau: minDelta: got it together with threshold, expected one of them",
    );
  });
});

test("in two parts it does as in one, through JSON", async () => {
  const series = [1, 0.8, 0.7, 0.71, 0.72, 0.69, 0.695, 0.7, 0.71, 0.72, 0.73, 0.74];
  for (const options of [
    { patience: 2, cooldown: 1, factor: 0.5 },
    { patience: 1, cooldown: 2, factor: 0.5, threshold: 0.01 },
  ]) {
    const whole = await rates(series, reduceLearningRateOnPlateau(options));
    for (let split = 1; split < series.length; split += 1) {
      const first = reduceLearningRateOnPlateau(options).start();
      await rates(series.slice(0, split), first);
      const second = reduceLearningRateOnPlateau(options).start();
      second.restore?.({ values: JSON.parse(JSON.stringify(first.state?.().values)) });
      const learningRate = whole[split - 1] ?? 0;
      expect(await rates(series.slice(split), second, { learningRate })).toEqual(whole.slice(split));
    }
  }
});

test("is a component that a file can hold", () => {
  const callback = reduceLearningRateOnPlateau({ threshold: 0.01, monitor: "loss" });
  const { type, ...options } = callback.toJSON();
  expect(type).toBe("reduceLearningRateOnPlateau");
  expect(reduceLearningRateOnPlateau.create(options).toJSON()).toEqual(callback.toJSON());
});
