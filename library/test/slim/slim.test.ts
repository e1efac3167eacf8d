// chainrule/slim: everything works with components as objects, and a name is refused with a way to go on.
import { beforeAll, describe, expect, test } from "vitest";
import {
  activationRegistry,
  adam,
  binaryCrossentropy,
  ConfigError,
  type CustomDefinition,
  dense,
  glorotUniform,
  loadModel,
  type Model,
  metrics,
  progress,
  reference,
  saving,
  sequential,
  sigmoid,
  tanh,
  use,
  zeros,
} from "../../src/slim.ts";

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [[0], [1], [1], [0]];

function network(): Model {
  const hidden = dense({ units: 8, activation: tanh(), inputShape: [2] });
  const model = sequential([hidden, dense({ units: 1, activation: sigmoid() })], { seed: 42 });
  const optimizer = adam({ learningRate: 0.05 });
  model.compile({ optimizer, loss: binaryCrossentropy(), metrics: [metrics.accuracy()] });
  return model;
}

function message(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a network of imported components", () => {
  const used: readonly CustomDefinition[] = [
    adam,
    binaryCrossentropy,
    dense,
    glorotUniform,
    metrics.accuracy,
    sigmoid,
    tanh,
    zeros,
  ];
  let model: Model;
  use(saving);
  beforeAll(async () => {
    model = network();
    await model.fit(x, y, { epochs: 100, batchSize: 4 });
  });

  test("trains", async () => {
    expect((await model.evaluate(x, y)).accuracy).toBe(1);
  });
  test("is loaded with the definitions that its file names", async () => {
    const copy = await loadModel(await model.toBytes(), { custom: used });
    expect((await copy.predict(x)).data).toEqual((await model.predict(x)).data);
    expect(copy.training?.optimizer.config).toEqual(model.training?.optimizer.config);
  });
  test("is not loaded without one of them, and the error tells which", async () => {
    const bytes = await model.toBytes();
    for (const missing of used) {
      const loading = loadModel(bytes, { custom: used.filter((definition) => definition !== missing) });
      await expect(loading, missing.type).rejects.toThrow(`loadModel(source, { custom: [${missing.type}] })`);
    }
  });
  test("computes on the reference backend, which is passed as an object", async () => {
    const options = { optimizer: adam(), loss: binaryCrossentropy() };
    expect(message(() => network().compile({ ...options, backend: "reference" }))).toBe(
      'backend: got "reference", expected one of auto, wasm, or a backend. "reference" is known by name only with ' +
        'import "chainrule"; with "chainrule/slim" pass reference',
    );
    const other = network();
    other.compile({ ...options, backend: reference });
    expect((await other.evaluate(x, y)).loss).toBeCloseTo((await network().evaluate(x, y)).loss, 5);
  });
});

describe("a name", () => {
  const way = (name: string): string =>
    `"${name}" is known by name only with import "chainrule"; with "chainrule/slim" pass ${name}()`;

  test("of an option is refused, with a way to go on", () => {
    expect(message(() => dense({ units: 1, activation: "relu" }))).toBe(
      `dense: activation: got "relu", expected an activation as an object. ${way("relu")}`,
    );
  });
  test("of an optimizer, a loss or a metric is refused, with a way to go on", () => {
    const [optimizer, loss] = [adam(), binaryCrossentropy()];
    const compile = (options: Parameters<Model["compile"]>[0]): string => message(() => network().compile(options));
    expect(compile({ optimizer: "adam", loss })).toContain(way("adam"));
    expect(compile({ optimizer, loss: "binaryCrossentropy" })).toContain(way("binaryCrossentropy"));
    expect(compile({ optimizer, loss, metrics: ["accuracy"] })).toContain(way("accuracy"));
  });
  test("of a callback is refused, also that of verbose", async () => {
    await expect(network().fit(x, y, { callbacks: ["earlyStopping"] })).rejects.toThrow(way("earlyStopping"));
    await expect(network().fit(x, y, { verbose: true })).rejects.toThrow(way("progress"));
    await expect(
      network().fit(x, y, { callbacks: [progress({ stream: { write: () => true } })] }),
    ).resolves.toBeDefined();
  });
  test("that is none gets no advice", () => {
    // @ts-expect-error: no name at all
    expect(message(() => activationRegistry.resolve("x y", "here"))).toBe(
      'here: got "x y", expected an activation as an object',
    );
    expect(activationRegistry.names).toEqual([]);
  });
});

test("options are described by the main entry alone, which has the texts", () => {
  expect(message(() => dense.describe())).toBe(
    'dense cannot describe its options. Import "chainrule": the build of "chainrule/slim" leaves out what describes them',
  );
});
