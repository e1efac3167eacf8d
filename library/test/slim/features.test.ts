// Features: a bundle of chainrule/slim holds those that it uses; what needs another one is refused and loses nothing.
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import * as chainrule from "../../src/index.ts";
import { createBundler } from "./bundled.ts";

const bundled = createBundler();

/** What needs a feature, as a function of a model that has been compiled and one that has not, and a word of its error. */
const uses: Readonly<Record<string, readonly (readonly [what: string, code: string])[]>> = {
  freezing: [
    ["freeze", "model.freeze()"],
    ["unfreeze", "model.unfreeze()"],
  ],
  lossFunctions: [["loss: a function", "model.compile({ optimizer: sgd(), loss: (y, p) => ops.subtract(y, p) })"]],
  objectRows: [
    ["x: rows of objects", "await model.fit([{ a: 1 }], [2])"],
    ["x: rows of objects", "await model.predict([{ a: 1 }])"],
    ["x: rows of objects", "await model.predict({ x: [{ a: 1 }] })"],
    ["columns", 'model.columns = { x: ["a"] }'],
  ],
  optimizerOptions: [
    ["sgd: clipNorm", "sgd({ clipNorm: 1 })"],
    ["sgd: weightDecay", "sgd({ weightDecay: 0.1 })"],
    ["adam: useEma", "adam({ useEma: true })"],
    ["adam: gradientAccumulationSteps", "adam({ gradientAccumulationSteps: 2 })"],
    ["adam: maximize", "adam({ maximize: true })"],
  ],
  predictors: [["predictor", "model.predictor()"]],
  rowWeights: [
    ["sampleWeight", "await model.fit([[1]], [2], { sampleWeight: [1] })"],
    ["sampleWeight", "await model.evaluate([[1]], [2], { sampleWeight: [1] })"],
    ["classWeight", "await model.fit([[1]], [1], { classWeight: { 1: 2 } })"],
  ],
  saving: [
    ["toBytes", "await model.toBytes()"],
    ["save", 'await model.save("nowhere/model.safetensors")'],
    ["clone", "await model.clone()"],
  ],
  streams: [
    ["fit on batches", "await model.fit([{ x: [[1]], y: [2] }])"],
    ["partialFit", "await model.partialFit([[1]], [2])"],
  ],
  summaries: [["summary", "model.summary()"]],
};

const isFeature = (value: unknown): boolean => typeof value === "object" && value !== null && "feature" in value;
const features = Object.entries(chainrule).filter(([, value]) => isFeature(value));

const program = (codes: readonly string[], imported: readonly string[], used: readonly string[]): string => `
import { adam, dense, meanSquaredError, ops, sequential, sgd, use, ${imported.join()} } from "chainrule/slim";
use(${used.join()});
const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 1 });
model.compile({ optimizer: sgd(), loss: meanSquaredError() });
const weights = () => JSON.stringify(model.getWeights());
const before = weights();
const outcomes = [];
for (const action of [${codes.map((code) => `async () => { ${code}; }`).join()}]) {
  outcomes.push(await action().then(() => "done", (error) => error.name + " " + error.message));
}
export const result = { outcomes, isUnchanged: weights() === before, epochs: model.epochsTrained };
`;

async function outcomes(
  name: string,
  codes: readonly string[],
  imported: readonly string[] = [],
  used: readonly string[] = imported,
) {
  const { address, text } = await bundled(name, program(codes, imported, used));
  const { result }: { result?: unknown } = await import(address);
  return { ...Object(result), text };
}

test("each is exported under its own name, by both entries", () => {
  expect(features.map(([name, value]) => [name, Object(value).feature])).toEqual(
    Object.keys(uses).map((name) => [name, name]),
  );
});

/** Refused after nothing has been made of the rows: a model without a shape has none afterwards. */
test("what is refused leaves a model that has no shape yet as it was", async () => {
  const unbuilt =
    "const model = sequential([dense({ units: 1 })]); model.compile({ optimizer: sgd(), loss: meanSquaredError() })";
  const after = 'if (model.network !== undefined || Object.keys(model.columns).length > 0) throw new Error("changed")';
  const calls = [
    "fit([[1, 2]], [1], { sampleWeight: [1] })",
    "fit([[1, 2]], [1], { classWeight: { 1: 2 } })",
    "fit([[1, 2]], [1], { validationData: { x: [[1, 2]], y: [1], sampleWeight: [1] } })",
    "fit([{ a: 1 }], [1])",
    "fit([{ x: [[1, 2]], y: [1], sampleWeight: [1] }])",
    "fit([{ x: [[1, 2]], y: [1] }], { classWeight: { 1: 2 } })",
    "partialFit([[1, 2]], [1], { sampleWeight: [1] })",
  ];
  const codes = calls.map(
    (call) => `${unbuilt}; const refused = await model.${call}.catch((error) => error); ${after}; throw refused`,
  );
  const found = await outcomes("unbuilt", codes, ["streams"]);
  const rowWeights = expect.stringContaining('the feature "rowWeights" is not in use');
  const objectRows = expect.stringContaining('the feature "objectRows" is not in use');
  expect(found.outcomes).toEqual([rowWeights, rowWeights, rowWeights, objectRows, rowWeights, rowWeights, rowWeights]);
});

test("a refused training on batches does not begin: averages stay the weights that are shown", async () => {
  const codes = [
    `const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 1 });
     model.compile({ optimizer: sgd({ useEma: true }), loss: meanSquaredError() });
     await model.fit([[1], [2]], [2, 4], { epochs: 3 });
     const shown = JSON.stringify(model.getWeights());
     let begun = 0;
     const options = { classWeight: { 2: 1, 4: 1 }, callbacks: [{ onTrainBegin: () => { begun += 1; } }] };
     const refused = await model.fit([{ x: [[1]], y: [2] }], options).catch((error) => error);
     if (JSON.stringify(model.getWeights()) !== shown || begun > 0) throw new Error("changed");
     throw refused`,
  ];
  const found = await outcomes("averages", codes, ["streams", "optimizerOptions"]);
  expect(found.outcomes).toEqual([expect.stringContaining('the feature "rowWeights" is not in use')]);
});

test("only features are used, and those of the same entry", async () => {
  const codes = ['use("saving")', 'use({ feature: "saving", parts: {} })', "use(undefined)"];
  const { outcomes: found } = await outcomes("wrong", codes);
  const expected = "expected features, imported from where use is imported from";
  expect(found).toEqual([
    `ConfigError use: got "saving", ${expected}`,
    `ConfigError use: got {"feature":"saving","parts":{}}, ${expected}`,
    `ConfigError use: got undefined, ${expected}`,
  ]);
});

test("what needs a feature that is not in use is refused, with a way to go on, and loses nothing", async () => {
  const all = Object.entries(uses).flatMap(([name, cases]) => cases.map(([what, code]) => ({ name, what, code })));
  const found = await outcomes(
    "without",
    all.map(({ code }) => code),
  );
  expect(found.outcomes).toEqual(
    all.map(
      ({ name, what }) =>
        `ConfigError ${what}: the feature "${name}" is not in use. With "chainrule/slim" call use(${name}) first; ` +
        'import "chainrule" has every feature',
    ),
  );
  expect(found).toMatchObject({ isUnchanged: true, epochs: 0 });
});

describe("in a bundle that uses it alone, and holds no other:", () => {
  /** What only the modules behind a feature say. */
  const marks: Readonly<Record<string, string>> = {
    freezing: "the model has no layer",
    lossFunctions: "a loss that is a plain function cannot be saved",
    objectRows: "the model does not know the order of the columns",
    optimizerOptions: "gradients are clipped in one way only",
    predictors: "a predictor is for models with one input",
    rowWeights: "class weights need one class for each row",
    saving: "a page cannot write files",
    streams: "is no batch",
    summaries: "Shapes are not known yet",
  };

  test.each(Object.keys(uses))("%s", async (name) => {
    const cases = (uses[name] ?? []).map(([, code]) => code);
    // What reads what the model has learned of the columns comes after what teaches it.
    const found = await outcomes(name, cases, [name]);
    const isDone = (outcome: unknown): boolean => outcome === "done" || /there is no such file/.test(String(outcome));
    expect(found.outcomes.filter((outcome: unknown) => !isDone(outcome))).toEqual([]);
    const held = Object.entries(marks).flatMap(([feature, mark]) => (found.text.includes(mark) ? [feature] : []));
    expect(held).toEqual([name]);
  });

  test("what needs a feature by itself brings it along", async () => {
    const codes = [
      "adamW()",
      "sgd({ clipNorm: 1 })",
      `await model.fit([[1]], [2], { callbacks: [modelCheckpoint({ path: ${JSON.stringify(path.join(tmpdir(), `chainrule-${process.pid}.safetensors`))} })] })`,
      "await findLearningRate(model, [[1], [2], [3]], [2, 4, 6], { steps: 5 })",
    ];
    const found = await outcomes("parts", codes, ["adamW", "modelCheckpoint", "findLearningRate"], []);
    rmSync(path.join(tmpdir(), `chainrule-${process.pid}.safetensors`));
    expect(found.outcomes).toEqual(codes.map(() => "done"));
  });

  test("a model that knows columns is loaded without that of rows as objects, and asked with lists", async () => {
    const { dense, sequential } = chainrule;
    const model = sequential([dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })], { seed: 1 });
    model.columns = { x: ["age", "area"] };
    const bytes = JSON.stringify([...(await model.toBytes())]);
    const load = `const model = await loadModel(Uint8Array.from(${bytes}), { custom: [dense, linear, ones, zeros] })`;
    const found = await outcomes(
      "columns",
      [
        `${load}; if ((await model.predict([[1, 2]])).at(0, 0) !== 3 || model.columns.x[1] !== "area") throw new Error("wrong")`,
        `${load}; await model.predict([{ age: 1, area: 2 }])`,
      ],
      ["loadModel", "linear", "ones", "zeros"],
      [],
    );
    expect(found.outcomes).toEqual(["done", expect.stringContaining('the feature "objectRows" is not in use')]);
  });

  test("each shared option needs it, but those without effect by themselves", async () => {
    const fields = Object.keys(chainrule.sgd.fields).filter((name) => name in chainrule.rmsprop.fields);
    const shared = fields.filter((name) => name in chainrule.lion.fields && name !== "learningRate" && name !== "rule");
    expect(shared.length).toBeGreaterThan(9);
    const values: Readonly<Record<string, string>> = { excludeFromWeightDecay: '["bias"]', emaMomentum: "0.5" };
    const flags = ["useEma", "maximize", "decoupledWeightDecay"];
    const value = (name: string): string => values[name] ?? (flags.includes(name) ? "true" : "2");
    const codes = shared.map((name) => `sgd({ ${name}: ${value(name)} })`);
    const found = await outcomes("each", [...codes, "sgd({ weightDecay: 0, useEma: false, maximize: false })"]);
    const alone = ["decoupledWeightDecay", "emaMomentum"];
    const expected = shared.map((name) =>
      alone.includes(name) ? "done" : expect.stringContaining(`sgd: ${name}: the feature`),
    );
    expect(found.outcomes).toEqual([...expected, "done"]);
  });
});
