// Models work on backends that only promise their answers, as those of graphics processors do, with the same numbers.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import {
  type Backend,
  type Executable,
  type Session,
  type Storage,
  type SynchronousStorage,
  wasm,
} from "../../src/backends/index.ts";
import { dense, dropout } from "../../src/nn/layers/index.ts";
import type { ArrayData, Spec } from "../../src/tensor/index.ts";
import { bestWeights, earlyStopping } from "../../src/training/callbacks/index.ts";
import { type FitOptions, loadModel, type Model, sequential } from "../../src/training/index.ts";

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Memory of the wasm backend that is read in a later task. */
class PromisedStorage implements Storage {
  readonly spec: Spec;
  readonly inner: SynchronousStorage;
  constructor(inner: SynchronousStorage) {
    this.inner = inner;
    this.spec = inner.spec;
  }
  write(values: ArrayLike<number>, from?: number, count?: number, to?: number): void {
    this.inner.write(values, from, count, to);
  }
  async read(): Promise<ArrayData> {
    await later();
    return this.inner.read();
  }
  release(): void {
    this.inner.release();
  }
}

/** The wasm backend behind promises: everything that may be promised is, and is there only in a later task. */
const promised: Backend = {
  ...wasm,
  name: "promised",
  open: async (): Promise<Session> => {
    await later();
    const session = wasm.open();
    return {
      get bytes() {
        return session.bytes;
      },
      allocate: (spec) => new PromisedStorage(session.allocate(spec)),
      compile: async (plan): Promise<Executable> => {
        await later();
        const executable = session.compile(plan);
        const bind = (storages: Readonly<Record<string, Storage>>) => {
          const inner = Object.entries(storages).map(([name, storage]): [string, Storage] => [
            name,
            storage instanceof PromisedStorage ? storage.inner : storage,
          ]);
          const invocation = executable.bind(Object.fromEntries(inner));
          const run = async () => {
            await later();
            invocation.run();
          };
          return { run };
        };
        return { plan, bind };
      },
    };
  },
};

const x = Array.from({ length: 20 }, (_, row) => [Math.sin(row), Math.cos(row), row / 20]);
const y = x.map((_, row) => row % 2);
const options: FitOptions = { epochs: 3, batchSize: 8, validationSplit: 0.2 };

function network(backend: Backend): Model {
  const model = sequential(
    [
      dense({ units: 5, activation: "tanh", inputShape: [3] }),
      dropout({ rate: 0.2 }),
      dense({ units: 2, activation: "softmax" }),
    ],
    { seed: 6 },
  );
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"], backend });
  return model;
}

describe("a backend that promises", () => {
  test("trains, judges and predicts with the same bits", async () => {
    const [waited, direct] = [network(promised), network(wasm)];
    const [history, expected] = [await waited.fit(x, y, options), await direct.fit(x, y, options)];
    expect(history.values).toEqual(expected.values);
    expect(waited.getWeights()).toEqual(direct.getWeights());
    expect(await waited.evaluate(x, y)).toEqual(await direct.evaluate(x, y));
    expect(await waited.predict(x)).toEqual(await direct.predict(x));
    expect(await waited.toBytes()).toEqual(await direct.toBytes());
  });

  test("stops early and puts the best weights back", async () => {
    const callbacks = [earlyStopping({ monitor: "loss", patience: 1, minDelta: 10, restoreBestWeights: true })];
    const [waited, direct] = [network(promised), network(wasm)];
    await direct.fit(x, y, { epochs: 9, callbacks });
    // Within a training the weights can only be promised.
    await expect(waited.fit(x, y, { epochs: 9, callbacks })).resolves.toMatchObject({ epochs: [0, 1] });
    expect(waited.getWeights()).toEqual(direct.getWeights());
  });

  test("opens once, though several calls begin before it has", async () => {
    const model = network(promised);
    const all = await Promise.all([model.predict(x), model.predict(x), model.evaluate(x, y)]);
    expect(all[0]).toEqual(all[1]);
  });

  test("cannot predict at once, and says so", async () => {
    const model = await loadModel(await network(wasm).toBytes());
    model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", backend: promised });
    expect(() => model.predictor()).toThrow('a predictor needs a backend that answers at once. Use the backend "wasm"');
  });

  test("takes over the weights from another backend, and gives them back", async () => {
    const model = network(wasm);
    await model.fit(x, y, options);
    const before = await model.predict(x);
    model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", backend: promised });
    expect(await model.predict(x)).toEqual(before);
    model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", backend: "wasm" });
    expect(await model.predict(x)).toEqual(before);
    const fresh = network(promised);
    const first = await fresh.predict(x);
    fresh.compile({ optimizer: "adam", loss: "categoricalCrossentropy", backend: "wasm" });
    expect(await fresh.predict(x)).toEqual(first);
  });
});

test("a model trained on all rows at once by L-BFGS is the same, with its best weights", async () => {
  const x = Array.from({ length: 20 }, (_, row) => [Math.sin(row), Math.cos(row)]);
  const y = x.map(([a = 0, b = 0]) => [a * b]);
  const trained = async (backend: Backend, optimizer: "lbfgs" | "sgd") => {
    const layers = [dense({ units: 4, activation: "tanh", inputShape: [2] }), dense({ units: 1 })];
    const model = sequential(layers, { seed: 5 });
    model.compile({ optimizer, loss: "meanSquaredError", metrics: ["meanAbsoluteError"], backend });
    const { values } = await model.fit(x, y, { epochs: 12, batchSize: 20, callbacks: [bestWeights()] });
    return { values, weights: model.getWeights() };
  };
  for (const optimizer of ["lbfgs", "sgd"] as const) {
    expect(await trained(promised, optimizer)).toEqual(await trained(wasm, optimizer));
  }
});
