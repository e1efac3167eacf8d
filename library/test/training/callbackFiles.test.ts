// Callbacks write models and histories to files, whole lines at once, and go on in files that are there.
import "../../src/names.ts";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { dense } from "../../src/nn/layers/index.ts";
import { csvLogger, earlyStopping, jsonLinesLogger, modelCheckpoint } from "../../src/training/callbacks/index.ts";
import { csvLine } from "../../src/training/csvLine.ts";
import {
  type CallbackHandlers,
  type CallbackReference,
  type FitOptions,
  loadModel,
  type Model,
  sequential,
} from "../../src/training/index.ts";
import { adam } from "../../src/training/optimizers/index.ts";
import { replay } from "./seriesModel.ts";

const folder = mkdtempSync(path.join(tmpdir(), "chainrule-callbacks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newPath = (name: string): string => {
  files += 1;
  return path.join(folder, `${files}-${name}`);
};
const lines = (file: string): string[] => readFileSync(file, "utf8").split("\n");

const x = [1, 2, 3, 4, 5];

function network(): Model {
  const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 1 });
  model.compile({ optimizer: adam({ learningRate: 0.1 }), loss: "meanSquaredError", metrics: ["meanAbsoluteError"] });
  return model;
}

const train = (callbacks: readonly CallbackReference[], options: FitOptions = {}) =>
  network().fit(x, x, { epochs: 3, validationSplit: 0.4, ...options, callbacks });

describe("csvLogger", () => {
  test("writes the names and a line for each epoch; the numbers read back as they are in the history", async () => {
    const file = newPath("history.csv");
    const { values } = await train([csvLogger({ path: file })]);
    const [header, ...rows] = lines(file);
    expect(header).toBe("epoch,loss,meanAbsoluteError,valLoss,valMeanAbsoluteError");
    expect(rows.length).toBe(4);
    rows.slice(0, 3).forEach((row, epoch) => {
      const expected = (header ?? "").split(",").map((name) => values[name]?.[epoch] ?? epoch);
      expect(row.split(",").map(Number)).toEqual(expected);
    });
    expect(rows[3]).toBe("");
  });

  test("has each line in the file before the next epoch begins", async () => {
    const file = newPath("history.csv");
    const counts: number[] = [];
    const watcher: CallbackHandlers = { onEpochBegin: () => void counts.push(lines(file).length) };
    await train([csvLogger({ path: file }), watcher]);
    expect(counts).toEqual([1, 3, 4]);
  });

  test("goes on in a file, even after a line that was cut off; otherwise the file begins anew", async () => {
    const file = newPath("history.csv");
    const callbacks = [csvLogger({ path: file, append: true, separator: ";" })];
    await train(callbacks, { epochs: 2 });
    writeFileSync(file, `${readFileSync(file, "utf8")}2;0.1`);
    await train(callbacks, { epochs: 4, initialEpoch: 2 });
    expect(lines(file).map((line) => line.split(";")[0])).toEqual(["epoch", "0", "1", "2", "2", "3", ""]);
    await train([csvLogger({ path: file })], { epochs: 1 });
    expect(lines(file).length).toBe(3);
  });

  test("refuses a file with other columns, and leaves it as it is", async () => {
    const file = newPath("history.csv");
    writeFileSync(file, "epoch,loss\n0,1\n");
    await expect(train([csvLogger({ path: file, append: true })])).rejects.toThrow(
      "the file has other columns than this training: got epoch,loss, expected epoch,loss,meanAbsoluteError,valLoss",
    );
    expect(readFileSync(file, "utf8")).toBe("epoch,loss\n0,1\n");
  });

  test("says why a file cannot be written", async () => {
    const file = path.join(folder, "missing", "history.csv");
    await expect(train([csvLogger({ path: file })])).rejects.toThrow(
      "cannot write the file: there is no such file or folder",
    );
  });

  test.each([",,", "", "\n", '"', "1", "."])("does not take %j as separator", (separator) => {
    expect(() => csvLogger({ path: "history.csv", separator })).toThrow("csvLogger: separator");
  });
});

/** Reads one line of a CSV file by the grammar of RFC 4180. */
function fieldsOf(line: string, separator: string): string[] {
  const fields: string[] = [];
  for (let position = 0; position <= line.length; position += 1) {
    let field = "";
    if (line[position] === '"') {
      for (position += 1; line[position] !== '"' || line[position + 1] === '"'; position += 1) {
        if (line[position] === '"') position += 1;
        field += line[position];
      }
      position += 1;
    } else {
      for (; position < line.length && line[position] !== separator; position += 1) field += line[position];
    }
    fields.push(field);
  }
  return fields;
}

test("values of a CSV line read back, whatever they hold", () => {
  const value = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(",", ";", '"', "\n", "\r", " ", "a") }));
  const anything = fc.array(value, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(anything, fc.constantFrom(",", ";", "\t"), (values, separator) => {
      expect(fieldsOf(csvLine(values, separator), separator)).toEqual(values);
    }),
  );
  expect(csvLine([1, 0.5, 'say "a, b"'], ",")).toBe('1,0.5,"say ""a, b"""');
});

describe("jsonLinesLogger", () => {
  test("writes an object for each epoch, and goes on in a file if it is told to", async () => {
    const file = newPath("history.jsonl");
    const { values } = await train([jsonLinesLogger({ path: file })], { epochs: 2 });
    await train([jsonLinesLogger({ path: file, append: true })], { epochs: 3, initialEpoch: 2 });
    const records = lines(file).flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    expect(records.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(records[1]).toMatchObject({ loss: values.loss?.[1], valLoss: values.valLoss?.[1], learningRate: 0.1 });
    expect(records[1].seconds).toBeGreaterThan(0);
  });

  test("writes what is no finite number as text", async () => {
    const file = newPath("history.jsonl");
    await replay([1, Number.NaN, Number.POSITIVE_INFINITY], jsonLinesLogger({ path: file }), "valLoss");
    const records = lines(file).flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    expect(records.map(({ valLoss }) => valLoss)).toEqual([1, "NaN", "Infinity"]);
  });
});

describe("modelCheckpoint", () => {
  const saved = (prefix: string): string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .sort();

  test("saves after each epoch under a name with its number and values", async () => {
    const { valLoss = [] } = await train([
      modelCheckpoint({ path: path.join(folder, "a-{epoch:2}-{valLoss:3}.model") }),
    ]);
    expect(saved("a-")).toEqual(valLoss.map((loss, epoch) => `a-0${epoch + 1}-${loss.toFixed(3)}.model`));
  });

  test("saves every so many epochs", async () => {
    await train([modelCheckpoint({ path: path.join(folder, "b-{epoch}"), saveFrequency: 2 })], { epochs: 5 });
    expect(saved("b-")).toEqual(["b-2", "b-4"]);
  });

  test("saves only models that are better than all before, if it is told to", async () => {
    const callback = modelCheckpoint({ path: path.join(folder, "c-{epoch}"), saveBestOnly: true });
    await replay([3, Number.NaN, 2, 2, 4, 1], callback, "valLoss");
    expect(saved("c-")).toEqual(["c-1", "c-3", "c-6"]);
    const accuracy = { path: path.join(folder, "d-{epoch}"), monitor: "valAccuracy", saveBestOnly: true };
    await replay([0.3, 0.2, 0.4], modelCheckpoint(accuracy), "valAccuracy");
    expect(saved("d-")).toEqual(["d-1", "d-3"]);
  });

  test("remembers the best from one training to the next", async () => {
    const options = { path: path.join(folder, "e-{epoch}"), saveBestOnly: true };
    const first = modelCheckpoint(options).start();
    await replay([3, 2], first, "valLoss");
    const second = modelCheckpoint(options).start();
    second.restore?.({ values: JSON.parse(JSON.stringify(first.state?.().values)) });
    await replay([9, 9, 1], second, "valLoss");
    expect(saved("e-")).toEqual(["e-1", "e-2", "e-3"]);
  });

  test("from its file a training goes on as if nothing had come between, wherever it stands among the callbacks", async () => {
    const file = newPath("resume.model");
    const stopping = earlyStopping({ monitor: "valLoss", patience: 30, restoreBestWeights: true });
    const options: FitOptions = { batchSize: 2, validationSplit: 0.4 };
    const whole = network();
    await whole.fit(x, x, { ...options, epochs: 20, callbacks: [stopping] });
    const callbacks = [modelCheckpoint({ path: file }), stopping];
    await network().fit(x, x, { ...options, epochs: 10, callbacks });
    const resumed = await loadModel(file);
    expect(resumed.epochsTrained).toBe(10);
    await resumed.fit(x, x, { ...options, epochs: 20, initialEpoch: 10, callbacks: [stopping] });
    expect(await resumed.toBytes()).toEqual(await whole.toBytes());
  });

  test("an unknown name in the path is an error that says which there are", async () => {
    const callbacks = [modelCheckpoint({ path: path.join(folder, "f-{valLos}") })];
    await expect(train(callbacks)).rejects.toThrow(
      'modelCheckpoint: path: got {valLos}, expected {epoch}, {loss}, {meanAbsoluteError}, {valLoss}, {valMeanAbsoluteError}. Did you mean "valLoss"?',
    );
    expect(saved("f-")).toEqual([]);
  });

  test("a value that is watched and not there is an error", async () => {
    const callback = modelCheckpoint({ path: path.join(folder, "g"), saveBestOnly: true });
    await expect(train([callback], { validationSplit: 0 })).rejects.toThrow('modelCheckpoint: monitor: got "valLoss"');
  });
});
