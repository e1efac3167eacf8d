// Callbacks are called in order with what they need; they may stop a training and change its rate; progress is shown.
import "../../src/names.ts";
import { describe, expect, expectTypeOf, test } from "vitest";
import { createWasmBackend, wasm } from "../../src/backends/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { progress } from "../../src/training/callbacks/index.ts";
import {
  type CallbackHandlers,
  defineCallback,
  type FitOptions,
  type Model,
  sequential,
} from "../../src/training/index.ts";

function network(): Model {
  const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 1 });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}
const x = [1, 2, 3, 4, 5];

describe("handlers", () => {
  test("are called in order, and promises are waited for", async () => {
    const calls: string[] = [];
    const wait = () => new Promise((resolve) => setTimeout(resolve, 2));
    await network().fit(x, x, {
      epochs: 2,
      batchSize: 3,
      callbacks: [
        {
          onTrainBegin: ({ epochs, batches, rows }) => void calls.push(`begin ${epochs} ${batches} ${rows}`),
          onEpochBegin: async (epoch) => {
            await wait();
            calls.push(`epoch ${epoch}`);
          },
          onBatchEnd: async ({ epoch, batch, batches, loss }) => {
            await wait();
            calls.push(`batch ${epoch} ${batch} ${batches} ${Number.isFinite(loss)}`);
          },
          onEpochEnd: ({ epoch, values, seconds }) =>
            void calls.push(`end ${epoch} ${Object.keys(values)} ${seconds > 0}`),
          onTrainEnd: ({ failure, stopReason }) => void calls.push(`done ${failure} ${stopReason}`),
        },
      ],
    });
    expect(calls).toEqual([
      "begin 2 2 5",
      "epoch 0",
      "batch 0 0 2 true",
      "batch 0 1 2 true",
      "end 0 loss true",
      "epoch 1",
      "batch 1 0 2 true",
      "batch 1 1 2 true",
      "end 1 loss true",
      "done undefined undefined",
    ]);
  });

  test("may stop the training after a batch or after an epoch; the epoch still ends", async () => {
    const model = network();
    const seen: number[] = [];
    const options: FitOptions = {
      epochs: 5,
      batchSize: 1,
      callbacks: [
        {
          onBatchEnd: ({ epoch, batch }, context) => {
            seen.push(batch);
            if (epoch === 1 && batch === 2) context.stop("enough");
          },
        },
      ],
    };
    const history = await model.fit(x, x, options);
    expect(seen).toEqual([0, 1, 2, 3, 4, 0, 1, 2]);
    expect([history.epochs, history.stopReason]).toEqual([[0, 1], "enough"]);
    const onEpochEnd: NonNullable<FitOptions["callbacks"]>[number] = {
      onEpochEnd: (_result, context) => context.stop("now"),
    };
    expect((await model.fit(x, x, { epochs: 5, callbacks: [onEpochEnd] })).epochs).toEqual([0]);
  });

  test("may change the learning rate: with 0 nothing moves any more", async () => {
    const model = network();
    const losses: number[] = [];
    await model.fit(x, x, {
      epochs: 4,
      batchSize: 5,
      callbacks: [
        {
          onEpochBegin: (epoch, context) => {
            if (epoch === 1) context.learningRate = 0;
          },
          onEpochEnd: ({ values }) => void losses.push(values.loss ?? Number.NaN),
        },
      ],
    });
    expect(losses[1]).toBeLessThan(losses[0] ?? 0);
    expect([losses[2], losses[3]]).toEqual([losses[1], losses[1]]);
  });

  test("that throw end the training; onTrainEnd is called, and the model can be trained again", async () => {
    const model = network();
    const failures: unknown[] = [];
    const callbacks: FitOptions["callbacks"] = [
      {
        onEpochEnd: () => {
          throw new Error("as it should");
        },
        onTrainEnd: ({ failure }) => void failures.push(failure),
      },
    ];
    await expect(model.fit(x, x, { callbacks })).rejects.toThrow("as it should");
    expect(failures).toEqual([new Error("as it should")]);
    await expect(model.fit(x, x)).resolves.toBeDefined();
  });

  test("of a definition of one's own have typed options", async () => {
    const counted: string[] = [];
    const tally = defineCallback({
      name: "tally",
      description: "Counts epochs",
      start: () => {
        let epochs = 0;
        return {
          onEpochEnd: () => {
            epochs += 1;
          },
          onTrainEnd: () => void counted.push(`${epochs}`),
        };
      },
    });
    const callback = tally();
    await network().fit(x, x, { epochs: 3, callbacks: [callback] });
    await network().fit(x, x, { epochs: 2, callbacks: [callback] });
    expect(counted).toEqual(["3", "2"]);
  });
});

describe("progress", () => {
  const written = async (
    options: FitOptions,
    stream: { isTTY?: boolean; columns?: number } = {},
    format: "auto" | "live" | "plain" = "auto",
  ) => {
    const texts: { readonly text: string; readonly at: number }[] = [];
    const write = (text: string) => texts.push({ text, at: performance.now() });
    await network().fit(x, x, { ...options, callbacks: [progress({ stream: { write, ...stream }, format })] });
    return texts;
  };

  test("writes plain lines after epochs 1, 2, 4, 8, ... and the last one, without cursor codes", async () => {
    const lines = (await written({ epochs: 11, validationSplit: 0.2 }))
      .map(({ text }) => text)
      .filter((text) => text !== "");
    expect(lines.map((line) => line.split("/")[0])).toEqual([
      "epoch  1",
      "epoch  2",
      "epoch  4",
      "epoch  8",
      "epoch 11",
      expect.stringMatching(/^trained for/),
    ]);
    expect(lines[0]).toMatch(/^epoch {2}1\/11 {2}loss \d+\.\d{4} {2}valLoss \d+\.\d{4} {2}\d+\.\d s\n$/);
    expect(lines.join("")).not.toContain("\u001b");
  });

  test("on a terminal redraws one line, at most ten times a second, no wider than the terminal", async () => {
    const started = performance.now();
    const texts = await written({ epochs: 4000 }, { isTTY: true, columns: 40 });
    const seconds = (performance.now() - started) / 1000;
    const drawn = texts.filter(({ text }) => text.startsWith("\r\u001b[2K"));
    expect(drawn.length).toBeGreaterThan(1);
    expect(drawn.length).toBeLessThanOrEqual(10 * seconds + 2);
    for (const { text } of drawn) expect(text.length - "\r\u001b[2K".length).toBeLessThan(40);
    expect(texts.at(-1)?.text).toMatch(/s\n$/);
    expect(drawn.at(-1)?.text).toContain("epoch 4000/4000");
  });

  test("can be told its format", async () => {
    const [first] = await written({}, { isTTY: true }, "plain");
    expect(first?.text).toMatch(/^epoch 1\/1/);
    const [live] = await written({ epochs: 2 }, {}, "live");
    expect(live?.text.startsWith("\r")).toBe(true);
  });

  test("ends its line when the training fails", async () => {
    const texts: string[] = [];
    const stream = { write: (text: string) => texts.push(text), isTTY: true };
    const failing: FitOptions = {
      epochs: 3,
      callbacks: [progress({ stream }), { onEpochEnd: () => Promise.reject(new Error("no")) }],
    };
    await expect(network().fit(x, x, failing)).rejects.toThrow("no");
    expect(texts.at(-1)?.endsWith("\n")).toBe(true);
  });
});

test("progress says so where the backend gives up the same bits on every machine", async () => {
  const fast = createWasmBackend({ deterministic: false });
  expectTypeOf(fast.deterministic).toEqualTypeOf<false>();
  expectTypeOf(createWasmBackend().deterministic).toEqualTypeOf<true>();
  const lines: string[] = [];
  const stream = { write: (text: string) => lines.push(text) };
  const model = sequential([dense({ units: 1 })], { seed: 1 });
  for (const [backend, notes] of [
    [fast, 1],
    [wasm, 0],
  ] as const) {
    lines.length = 0;
    model.compile({ optimizer: "sgd", loss: "meanSquaredError", backend });
    await model.fit([[1]], [[1]], { callbacks: [progress({ stream })] });
    expect(lines.filter((line) => line.includes("rounds as this machine does")).length).toBe(notes);
  }
});

describe("slips in handlers are found before the training", () => {
  test("a name that would never be called is named, with the nearest one", async () => {
    const callbacks = [{ onEpochEnd: () => undefined, onEpochBegins: () => undefined }];
    await expect(network().fit(x, x, { callbacks })).rejects.toThrow(
      /there is no handler "onEpochBegins": expected onTrainBegin, .*Did you mean "onEpochBegin"\?/,
    );
  });

  test("other properties are the object's own affair", async () => {
    const callbacks = [{ once: true, epochs: 0, onEpochEnd: () => undefined }];
    expect((await network().fit(x, x, { callbacks })).epochs).toEqual([0]);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("a learning rate of %d is refused", async (rate) => {
    const onEpochBegin: NonNullable<CallbackHandlers["onEpochBegin"]> = (_epoch, context) => {
      context.learningRate = rate;
    };
    await expect(network().fit(x, x, { callbacks: [{ onEpochBegin }] })).rejects.toThrow(
      `learningRate: got ${rate}, expected a number that is not negative`,
    );
  });

  test("every callback hears of the end, also after one that fails there", async () => {
    const ended: number[] = [];
    const fails = (number: number) => ({
      onTrainEnd: () => {
        ended.push(number);
        throw new Error(`callback ${number}`);
      },
    });
    await expect(network().fit(x, x, { callbacks: [fails(1), fails(2)] })).rejects.toThrow("callback 1");
    const broken = { onEpochEnd: () => Promise.reject(new Error("training")) };
    await expect(network().fit(x, x, { callbacks: [fails(3), broken] })).rejects.toThrow("training");
    expect(ended).toEqual([1, 2, 3]);
  });
});
