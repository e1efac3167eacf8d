// Model files: a saved model predicts the same; damaged and hostile files give a FormatError and nothing else.
import "../../src/names.ts";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { minMaxScaler, readEncoder } from "../../src/data/index.ts";
import { decodeTensor, readSafetensors, writeSafetensors } from "../../src/formats/index.ts";
import { dense, dropout } from "../../src/nn/layers/index.ts";
import { FormatError, NdArray, Random } from "../../src/tensor/index.ts";
import { loadModel, type Model, sequential } from "../../src/training/index.ts";

const folder = mkdtempSync(path.join(tmpdir(), "chainrule-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function trained(): Promise<Model> {
  const model = sequential(
    [
      dense({ units: 4, activation: "tanh", inputShape: [3] }),
      dropout({ rate: 0.2 }),
      dense({ units: 2, activation: "softmax" }),
    ],
    { seed: 11, name: "small" },
  );
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  await model.fit(rows, [0, 1, 0], { epochs: 2 });
  model.labels = ["no", "yes"];
  model.metadata = {
    encoder: minMaxScaler()
      .fit([[0], [4]])
      .toJSON(),
    note: "ünïcode 数",
  };
  return model;
}

const rows = new NdArray(new Float32Array([1, 2, 3, 4, 5, 6, -1, 0, 1]), [3, 3]);

describe("a saved model", () => {
  test("predicts the same, and has everything that belongs to it", async () => {
    const model = await trained();
    const copy = await loadModel(await model.toBytes());
    expect(await copy.predict(rows)).toEqual(await model.predict(rows));
    expect([copy.name, copy.seed, copy.labels, copy.metadata]).toEqual(["small", 11, ["no", "yes"], model.metadata]);
    expect(copy.getWeights()).toEqual(model.getWeights());
    expect(copy.summary()).toBe(model.summary());
    expect(JSON.stringify(copy.training)).toBe(JSON.stringify(model.training));
    expect(await copy.evaluate(rows, [0, 1, 0])).toEqual(await model.evaluate(rows, [0, 1, 0]));
    expect(
      readEncoder(copy.metadata.encoder)
        .transform([[1]])
        .toNested(),
    ).toEqual([[0.25]]);
  });

  test("has the same bytes each time, and after it was loaded", async () => {
    const model = await trained();
    const bytes = await model.toBytes();
    expect(await model.toBytes()).toEqual(bytes);
    expect(await (await loadModel(bytes)).toBytes()).toEqual(bytes);
  });

  test("can be trained on", async () => {
    const copy = await loadModel(await (await trained()).toBytes());
    const history = await copy.fit(rows, [0, 1, 0], { epochs: 50 });
    expect(history.loss.at(-1)).toBeLessThan(history.loss[0] ?? 0);
  });

  test("is a safetensors file whose tensors are the weights and the optimizer's slots", async () => {
    const model = await trained();
    const { metadata, tensors } = readSafetensors(await model.toBytes());
    const weights = Object.keys(model.getWeights());
    const slots = [...(model.training?.optimizer.slots.keys() ?? [])].map((name) => `slot:${name}`);
    expect(slots.length).toBeGreaterThan(0);
    expect([...tensors.keys()]).toEqual([...weights, ...slots]);
    const bare = readSafetensors(await model.toBytes({ includeOptimizer: false }));
    expect([...bare.tensors.keys()]).toEqual(weights);
    expect(metadata.get("format")).toBe("chainrule");
  });

  test("is loaded from a path, a file address, an ArrayBuffer and a Blob", async () => {
    const model = await trained();
    const file = path.join(folder, "model.safetensors");
    await model.save(file);
    const bytes = await model.toBytes();
    for (const source of [file, pathToFileURL(file), bytes.buffer, new Blob([bytes])]) {
      expect((await loadModel(source)).getWeights()).toEqual(model.getWeights());
    }
  });

  test("of float64 weights keeps their bits", async () => {
    const model = sequential([dense({ units: 2, inputShape: [2] })], { seed: 4 });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError", backend: "reference" });
    expect((await loadModel(await model.toBytes())).getWeights()).toEqual(model.getWeights());
  });

  test("written by version 1 is read", async () => {
    const model = await loadModel(new URL("./fixtures/version1.safetensors", import.meta.url));
    expect(model.labels).toEqual(["no", "yes"]);
    expect((await model.predict(rows)).shape).toEqual([3, 2]);
    expect(Object.keys(model.getWeights())).toEqual(["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]);
  });
});

describe("saving", () => {
  test("replaces a file as a whole, and leaves nothing else behind", async () => {
    const inside = path.join(folder, "inside");
    mkdirSync(inside);
    const file = path.join(inside, "model.safetensors");
    writeFileSync(file, "something else");
    const model = await trained();
    await model.save(file);
    expect(readdirSync(inside)).toEqual(["model.safetensors"]);
    expect(new Uint8Array(readFileSync(file))).toEqual(await model.toBytes());
  });

  test("through a symbolic link writes the file that it stands for", async () => {
    const inside = path.join(folder, "linked");
    mkdirSync(inside);
    const [file, link] = [path.join(inside, "real"), path.join(inside, "link")];
    writeFileSync(file, "old");
    symlinkSync(file, link);
    const model = await trained();
    await model.save(link);
    expect(new Uint8Array(readFileSync(file))).toEqual(await model.toBytes());
    expect(readdirSync(inside).sort()).toEqual(["link", "real"]);
  });

  test("to where it cannot be written says why, and what was there stays", async () => {
    const model = await trained();
    const nowhere = path.join(folder, "missing", "model.safetensors");
    await expect(model.save(nowhere)).rejects.toThrow(/cannot write the file: there is no such file or folder/);
    const target = path.join(folder, "a-folder");
    mkdirSync(target);
    writeFileSync(path.join(target, "kept"), "");
    await expect(model.save(target)).rejects.toThrow(FormatError);
    expect(readdirSync(target)).toEqual(["kept"]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("a model whose shapes are not known is refused", async () => {
    await expect(sequential([dense({ units: 1 })]).toBytes()).rejects.toThrow(/inputShape/);
  });
});

/** The same file with another description of the model; what is undefined is left out. */
async function withContent(changes: Readonly<Record<string, unknown>>, keepChecksum = false): Promise<Uint8Array> {
  const { metadata, tensors } = readSafetensors(await (await trained()).toBytes());
  const content: Readonly<Record<string, unknown>> = JSON.parse(metadata.get("chainrule") ?? "{}");
  const changed = new Map([...metadata, ["chainrule", JSON.stringify({ ...content, ...changes })]]);
  if (!keepChecksum) changed.delete("chainrule.checksum");
  return writeSafetensors(new Map([...tensors].map(([name, tensor]) => [name, decodeTensor(tensor)])), changed);
}

const oneLayer = (units: number) => ({
  type: "sequential",
  name: "a",
  inputShape: [3],
  layers: [{ type: "dense", units }],
});
const evil = {
  optimizer: { type: "evil" },
  reduction: "sumOverBatchSize",
  outputs: [{ name: "output", loss: { type: "meanSquaredError" }, lossWeight: 1, metrics: [], weightedMetrics: [] }],
};

describe("files that are refused", () => {
  test.each([
    ["a later version", { version: 3 }, /later version: got format version 3/],
    ["no version", { version: undefined }, /version is wrong/],
    ["a seed that is none", { seed: -1 }, /seed is wrong/],
    ["labels that are no texts", { labels: [1] }, /labels.0 is wrong/],
    ["no metadata", { metadata: undefined }, /metadata is wrong/],
    ["no architecture", { architecture: undefined }, /architecture is wrong/],
    ["another architecture", { architecture: { type: "x" } }, /cannot be built/],
    ["other layers than weights", { architecture: oneLayer(4) }, /belongs to no layer/],
    ["huge layers", { architecture: oneLayer(2 ** 53 - 1) }, /"dense\/kernel" does not fit the layers: got \[3,4\]/],
    ["an unknown optimizer", { training: evil }, /optimizer: got "evil"/],
  ])("%s", async (_title, changes, expected) => {
    const loading = loadModel(await withContent(changes));
    await expect(loading).rejects.toThrow(expected);
    await expect(loading).rejects.toThrow(FormatError);
  });

  test("a description that was changed after it was written", async () => {
    const changed = await withContent({ seed: 12 }, true);
    await expect(loadModel(changed)).rejects.toThrow(/was changed after it was written: got crc32:/);
  });

  test("a safetensors file that is no model", async () => {
    const other = writeSafetensors(new Map([["a", new NdArray(new Float32Array(2), [2])]]));
    await expect(loadModel(other)).rejects.toThrow(/a safetensors file, but not a model of chainrule/);
  });

  test("files that are not there, and folders, with the path", async () => {
    await expect(loadModel(path.join(folder, "none"))).rejects.toThrow(
      /none: cannot read the file: there is no such file/,
    );
    await expect(loadModel(folder)).rejects.toThrow(/it is a folder/);
  });
});

describe("damaged files", () => {
  /** What comes of loading: the weights and the description as text, or the class of the error. */
  async function outcome(bytes: Uint8Array): Promise<string> {
    try {
      const model = await loadModel(bytes);
      return Buffer.from(await model.toBytes()).toString("latin1");
    } catch (error) {
      return error instanceof FormatError ? "FormatError" : `unexpected: ${String(error)}`;
    }
  }

  test("thousands of mutations give a FormatError, or a model that is equal", async () => {
    const bytes = await (await trained()).toBytes();
    const whole = await outcome(bytes);
    expect(whole.length).toBe(bytes.length);
    const headerEnd = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    // Half of the positions in the header, where a change has the most ways to go wrong.
    const position = fc.oneof(fc.nat({ max: headerEnd - 1 }), fc.nat({ max: bytes.length - 1 }));
    const mutation = fc.oneof(
      fc.record({ kind: fc.constant("replace" as const), at: position, value: fc.nat({ max: 255 }) }),
      fc.record({ kind: fc.constant("flip" as const), at: position, value: fc.nat({ max: 7 }) }),
      fc.record({ kind: fc.constant("cut" as const), at: position, value: fc.constant(0) }),
      fc.record({ kind: fc.constant("remove" as const), at: position, value: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant("insert" as const), at: position, value: fc.nat({ max: 255 }) }),
      fc.record({ kind: fc.constant("repeat" as const), at: position, value: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant("digit" as const), at: position, value: fc.integer({ min: 48, max: 57 }) }),
    );
    const random = new Random(1);
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        let changed: Uint8Array = bytes;
        for (const { kind, at, value } of mutations) changed = mutate(changed, kind, at, value);
        const found = await outcome(changed);
        return found === "FormatError" || found === whole;
      }),
      { numRuns: 4000, seed: random.bits() | 0 },
    );
  }, 60_000);

  function mutate(bytes: Uint8Array, kind: string, at: number, value: number): Uint8Array {
    const position = Math.min(at, Math.max(0, bytes.length - 1));
    const [before, after] = [bytes.subarray(0, position), bytes.subarray(position)];
    const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
    if (kind === "cut") return before;
    if (kind === "remove") return joined(before, after.subarray(value));
    if (kind === "insert") return joined(before, Uint8Array.of(value), after);
    if (kind === "repeat") return joined(before, after.subarray(0, value), after);
    const replaced = kind === "flip" ? (after[0] ?? 0) ^ (1 << value) : value;
    return joined(before, Uint8Array.of(replaced), after.subarray(1));
  }

  test("every file that is cut off anywhere is refused", async () => {
    const bytes = await (await trained()).toBytes();
    for (let length = 0; length < bytes.length; length += 7) {
      expect(await outcome(bytes.subarray(0, length))).toBe("FormatError");
    }
  });
});
