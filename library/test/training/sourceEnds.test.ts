// Sources of batches: however a training on them ends, they are closed, and whoever waits is let go.
import { describe, expect, test } from "vitest";
import { type BatchSource, dense, type FitOptions, type Model, type RowsInput, sequential } from "../../src/index.ts";

const x = [
  [1, 2],
  [3, 4],
];
const y = [1, 2];
const batch: RowsInput = { x, y };

function build(units = 1): Model {
  const model = sequential([dense({ units, inputShape: [2] }), dense({ units: 1 })], { seed: 5 });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

/** Batches that count how often they were closed. */
class Closing {
  closed = 0;
  readonly #batches: readonly RowsInput[];

  constructor(batches: readonly RowsInput[]) {
    this.#batches = batches;
  }

  *[Symbol.iterator]() {
    try {
      yield* this.#batches;
    } finally {
      this.closed += 1;
    }
  }
}

const fails = (): never => {
  throw new Error("mine");
};
const wrongRows = { x: [[1, 2, 3]], y: [1] };

describe("a source is closed", () => {
  test.each<[string, readonly RowsInput[], FitOptions, RegExp | undefined]>([
    ["after its last batch", [batch, batch], {}, undefined],
    ["when no more batches are wanted", [batch, batch, batch], { stepsPerEpoch: 2 }, undefined],
    ["when its first batch does not fit", [wrongRows], {}, /batch 0: x: rows do not fit/],
    ["when a later batch does not fit", [batch, wrongRows], {}, /batch 1: x: rows do not fit/],
    ["when the validation rows do not fit", [batch], { validationData: wrongRows }, /validation x: rows do not fit/],
    ["when a callback fails", [batch], { callbacks: [{ onEpochEnd: fails }] }, /mine/],
    ["when it is aborted in time", [batch, batch], { signal: AbortSignal.abort(new Error("enough")) }, /enough/],
  ])("%s", async (_name, batches, options, error) => {
    const source = new Closing(batches);
    const trained = build().fit(source, options);
    if (error === undefined) await trained;
    else await expect(trained).rejects.toThrow(error);
    // A signal that was aborted before lets nothing begin.
    expect(source.closed).toBe(options.signal === undefined ? 1 : 0);
  });

  test("and what goes wrong there is thrown, unless something went wrong before", async () => {
    const failing = (value: RowsInput): BatchSource => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value }),
        return: () => Promise.reject(new Error("cannot be closed")),
      }),
    });
    await expect(build().fit(failing(batch), { stepsPerEpoch: 2 })).rejects.toThrow("cannot be closed");
    await expect(build().fit(failing(wrongRows), { stepsPerEpoch: 2 })).rejects.toThrow("rows do not fit");
  });
});

describe("an abort does not wait for a batch that never comes", () => {
  test.each([0, 1, 3])("after %i batches", async (count) => {
    const aborting = new AbortController();
    async function* stuck() {
      for (let number = 0; number < count; number += 1) yield batch;
      aborting.abort(new Error("enough"));
      await new Promise(() => {});
    }
    const model = build();
    await expect(model.fit(stuck, { signal: aborting.signal })).rejects.toThrow("enough");
    // The model is free for another training.
    expect((await model.fit(x, y)).epochs).toEqual([0]);
  });

  test("and a batch that comes later is not trained on", async () => {
    const aborting = new AbortController();
    const model = build();
    let come: (value: RowsInput) => void = () => undefined;
    async function* late() {
      yield batch;
      yield await new Promise<RowsInput>((resolve) => {
        come = resolve;
        aborting.abort(new Error("enough"));
      });
    }
    await expect(model.fit(late, { signal: aborting.signal })).rejects.toThrow("enough");
    const weights = model.getWeights();
    come(batch);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(model.getWeights()).toEqual(weights);
  });
});

describe("an abort between batches", () => {
  test("at the end of an epoch trains no further batch", async () => {
    const aborting = new AbortController();
    let batches = 0;
    const onBatchEnd = (): void => {
      batches += 1;
    };
    const callbacks = [{ onBatchEnd, onEpochEnd: () => aborting.abort(new Error("enough")) }];
    await expect(build().fit(x, y, { epochs: 3, signal: aborting.signal, callbacks })).rejects.toThrow("enough");
    expect(batches).toBe(1);
  });

  test("ends a validation", async () => {
    const aborting = new AbortController();
    const callbacks = [{ onBatchEnd: () => void setTimeout(() => aborting.abort(new Error("enough")), 1) }];
    // A validation that takes so long that others must have a turn in between, on any machine.
    const validationData = { x: new Array(400_000).fill(x[0]), y: new Float32Array(400_000) };
    const trained = build(512).fit(x, y, { signal: aborting.signal, callbacks, validationData });
    await expect(trained).rejects.toThrow("enough");
  });
});

describe("options without any effect are refused", () => {
  test.each<[FitOptions, string]>([
    [{ batchSize: 4 }, "batchSize: got batches from a source"],
    [{ shuffle: false }, "shuffle: got batches from a source"],
    [{ validationSplit: 0.5 }, "validationSplit: got batches from a source"],
    [{ sampleWeight: [1] }, "sampleWeight: got batches from a source"],
    [{ classWeight: "balanced" }, 'classWeight: got "balanced" for batches from a source'],
  ])("%j beside batches from a source", async (options, message) => {
    await expect(build().fit([batch], options)).rejects.toThrow(message);
  });

  test("stepsPerEpoch beside rows, and validationSplit beside validationData", async () => {
    await expect(build().fit(x, y, { stepsPerEpoch: 1 })).rejects.toThrow("stepsPerEpoch: got rows");
    const both = { validationSplit: 0.5, validationData: batch };
    await expect(build().fit(x, y, both)).rejects.toThrow("validationSplit: got it beside validationData");
  });
});

describe("what is no source is told as such", () => {
  test.each<[string, unknown, string]>([
    ["Keras's tuples", () => [[x, y]], "batch 0: is no batch: got a list of 2, expected { x, y }"],
    ["nothing", () => [undefined], "batch 0: is no batch: got undefined"],
    ["a function that gives no batches", () => 3, "the function does not give batches: got 3"],
    ["an async function", async () => [batch], "the function does not give batches: got a promise"],
  ])("%s", async (_name, source, message) => {
    const fit: (source: never) => Promise<unknown> = (given) => build().fit(given);
    await expect(Reflect.apply(fit, undefined, [source])).rejects.toThrow(message);
  });
});
