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

  test("a shared option without effect needs no feature", async () => {
    const without = "sgd({ weightDecay: 0, useEma: false, maximize: false, emaMomentum: 0.5 })";
    expect((await outcomes("plain", [without])).outcomes).toEqual(["done"]);
  });
});
