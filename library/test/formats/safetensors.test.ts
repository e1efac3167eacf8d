// safetensors: what is written is read again, and files of the reference implementation are read exactly.
import "../../src/names.ts";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeTensor, readSafetensors, writeSafetensors } from "../../src/formats/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { type ArrayData, FormatError, NdArray } from "../../src/tensor/index.ts";
import { sequential } from "../../src/training/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

const file = (name: string): Uint8Array => readFileSync(new URL(`../golden/interchange/${name}`, import.meta.url));
const cases = goldenCases("interchange/interchange");

/** Numbers of a tensor in the list of the golden file; truth values count as 0 and 1. */
function expectedNumbers(value: unknown): number[] {
  const { data } = goldenRecord(value);
  return Array.isArray(data) ? data.map((item) => (typeof item === "boolean" ? Number(item) : goldenNumber(item))) : [];
}

describe("files of the reference implementation", () => {
  test("are found", () => expect(cases.length).toBe(3));

  test.each(cases)("$name", ({ file: name, tensors, metadata }) => {
    const read = readSafetensors(file(String(name)), String(name));
    expect(Object.fromEntries(read.metadata)).toEqual(metadata ?? {});
    const expected = goldenRecord(tensors);
    expect([...read.tensors.keys()].sort()).toEqual(Object.keys(expected).sort());
    for (const [key, stored] of read.tensors) {
      const { dtype, shape } = goldenRecord(expected[key]);
      expect([stored.dtype, stored.shape]).toEqual([dtype, shape]);
      const decoded = decodeTensor(stored);
      expect([...decoded.data]).toEqual(expectedNumbers(expected[key]));
    }
  });

  test.each(cases.filter(({ activations }) => activations !== undefined))(
    "$name gives the outputs that were computed from it",
    async ({ file: name, activations, x, output }: GoldenCase) => {
      const { tensors } = readSafetensors(file(String(name)));
      const weight = (key: string): NdArray => {
        const stored = tensors.get(key);
        if (stored === undefined) throw new Error(`no ${key}`);
        return decodeTensor(stored);
      };
      const names = Array.isArray(activations) ? activations : [];
      const layers = names.map((activation, index) => {
        const [units = 1, inputs = 1] = weight(`layers.${index}.weight`).shape;
        return dense.create({ units, activation, ...(index === 0 ? { inputShape: [inputs] } : {}) });
      });
      const model = sequential(layers, { seed: 0 });
      model.compile({ optimizer: "sgd", loss: "meanSquaredError", backend: "reference" });
      // PyTorch's layout is [outputs, inputs].
      const transposed = (array: NdArray): NdArray => {
        const [rows = 0, columns = 0] = array.shape;
        const data = Float64Array.from({ length: array.size }, (_, at) => array.at(at % rows, Math.floor(at / rows)));
        return new NdArray(data, [columns, rows]);
      };
      const prefix = (index: number): string => (index === 0 ? "dense" : `dense_${index}`);
      model.setWeights(
        Object.fromEntries(
          names.flatMap((_, index) => [
            [`${prefix(index)}/kernel`, transposed(weight(`layers.${index}.weight`))],
            [`${prefix(index)}/bias`, weight(`layers.${index}.bias`)],
          ]),
        ),
      );
      closeTo(await model.predict(goldenArray(x)), goldenArray(output), { relative: 1e-10, absolute: 1e-12 });
    },
  );
});

const memories = {
  float32: (values: readonly number[]): ArrayData => Float32Array.from(values),
  float64: (values: readonly number[]): ArrayData => Float64Array.from(values),
  int32: (values: readonly number[]): ArrayData => Int32Array.from(values),
};

const tensor = fc
  .tuple(fc.constantFrom(...Object.values(memories)), fc.array(fc.nat({ max: 4 }), { maxLength: 3 }))
  .chain(([memory, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = fc.array(fc.double(), { minLength: size, maxLength: size });
    return values.map((numbers) => new NdArray(memory(numbers), shape));
  });

describe("round trip", () => {
  test("any tensors under any names, with any metadata, bit for bit", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((name) => name !== "__metadata__"),
          tensor,
          { maxKeys: 5 },
        ),
        fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
        (tensors, metadata) => {
          const bytes = writeSafetensors(new Map(Object.entries(tensors)), new Map(Object.entries(metadata)));
          const read = readSafetensors(bytes);
          expect(Object.fromEntries(read.metadata)).toEqual(Object.fromEntries(Object.entries(metadata)));
          expect([...read.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort());
          for (const [name, stored] of read.tensors) expect(decodeTensor(stored)).toEqual(tensors[name]);
        },
      ),
    );
  });

  test("the numbers of the file begin at a multiple of eight bytes, the wider ones first", () => {
    const bytes = writeSafetensors(
      new Map([
        ["narrow", new NdArray(new Float32Array([1]), [1])],
        ["wide", new NdArray(new Float64Array([2]), [])],
      ]),
    );
    const header = new DataView(bytes.buffer).getBigUint64(0, true);
    expect(header % 8n).toBe(0n);
    const text = new TextDecoder().decode(bytes.subarray(8, 8 + Number(header)));
    expect(text.trim()).toBe(
      '{"wide":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"narrow":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}',
    );
  });
});

/** A file with this header and so many bytes of data. */
function crafted(header: string, dataBytes = 0, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.byteLength + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.byteLength), true);
  bytes.set(text, 8);
  return bytes;
}

describe("files that are refused", () => {
  const f32 = (shape: string, offsets: string): string =>
    `{"a":{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}}`;
  test.each([
    ["nothing", new Uint8Array(0), /too short/],
    ["seven bytes", new Uint8Array(7), /too short/],
    ["a header longer than the file", crafted("{}", 0, 100n), /a header of 100 bytes in a file of 10/],
    ["a header of 2^64 - 1 bytes", crafted("{}", 0, 2n ** 64n - 1n), /a header of 18446744073709551615 bytes/],
    ["a header that is no UTF-8", Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), /no text/],
    ["a header that is no object", crafted("[]"), /does not begin with \{/],
    ["a header that begins with a space", crafted(" {}"), /does not begin with \{/],
    ["a header that is no JSON", crafted('{"a":}'), /not valid JSON/],
    [
      "a name twice",
      crafted('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":1}'),
      /names the key "a" twice/,
    ],
    ["a name twice, once escaped", crafted('{"a":1,"\\u0061":1}'), /names the key "a" twice/],
    ["a field twice", crafted('{"a":{"dtype":"F32","dtype":"F64"}}'), /names the key "dtype" twice/],
    ["metadata that are no texts", crafted('{"__metadata__":{"a":1}}'), /__metadata__ is wrong/],
    ["metadata that are no object", crafted('{"__metadata__":"a"}'), /__metadata__ is wrong/],
    ["a tensor that is no object", crafted('{"a":3}'), /description is wrong: got 3/],
    [
      "an unknown element type",
      crafted('{"a":{"dtype":"F8","shape":[],"data_offsets":[0,1]}}', 1),
      /dtype is wrong: got "F8"/,
    ],
    [
      "an element type of the prototype",
      crafted('{"a":{"dtype":"constructor","shape":[],"data_offsets":[0,1]}}', 1),
      /dtype is wrong/,
    ],
    [
      "an unknown field",
      crafted('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"x":1}}', 4),
      /description is wrong: got "x"/,
    ],
    ["a negative size", crafted(f32("[-1]", "[0,4]"), 4), /shape is wrong: got \[-1\]/],
    ["a size that is no whole number", crafted(f32("[1.5]", "[0,4]"), 4), /shape is wrong/],
    ["a shape that is no list", crafted(f32('"4"', "[0,4]"), 4), /shape is wrong/],
    [
      "sizes whose product is too large",
      crafted(f32("[9007199254740991,9007199254740991]", "[0,4]"), 4),
      /data_offsets is wrong/,
    ],
    ["a huge tensor in a small file", crafted(f32("[1000000000000]", "[0,4000000000000]"), 4), /cut off/],
    ["offsets the wrong way round", crafted(f32("[1]", "[4,0]"), 4), /begin <= end/],
    ["offsets that do not fit the shape", crafted(f32("[2]", "[0,4]"), 4), /8 bytes for \[2\] of F32/],
    ["one offset", crafted(f32("[1]", "[4]"), 4), /data_offsets is wrong/],
    ["a file that is cut off", crafted(f32("[2]", "[0,8]"), 7), /cut off/],
    ["bytes that belong to no tensor", crafted(f32("[1]", "[0,4]"), 5), /bytes that belong to no tensor/],
    ["a hole before the first tensor", crafted(f32("[1]", "[4,8]"), 8), /hole between tensors/],
    [
      "tensors that overlap",
      crafted(
        '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        8,
      ),
      /tensors overlap/,
    ],
  ])("%s", (_title, bytes, expected) => {
    expect(() => readSafetensors(bytes, "model.safetensors")).toThrow(expected);
    expect(() => readSafetensors(bytes, "model.safetensors")).toThrow(FormatError);
    expect(() => readSafetensors(bytes, "model.safetensors")).toThrow(/^model\.safetensors/);
  });

  test("a header nested a million deep does not crash the reader", () => {
    const deep = `{"a":${"[".repeat(1e6)}${"]".repeat(1e6)}}`;
    expect(() => readSafetensors(crafted(deep))).toThrow(FormatError);
  });

  test("a whole number that no double holds", () => {
    const bytes = crafted('{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}', 8);
    bytes.set([1, 0, 0, 0, 0, 0, 0x20, 0], bytes.length - 8);
    const stored = readSafetensors(bytes).tensors.get("a");
    if (stored === undefined) throw new Error("not read");
    expect(() => decodeTensor(stored)).toThrow(/whole number is too large/);
  });
});
