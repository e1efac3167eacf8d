// readSafetensors: tensors with names out of one file, as huggingface/safetensors describes the format.
import { FormatError, formatShape, NdArray, type Shape, sizeOf } from "../tensor/index.ts";
import { isObject, parseJson } from "./parseJson.ts";
import { decodeElements, elementTypes } from "./safetensorsDtypes.ts";
import type { SafetensorsFile, StoredTensor } from "./safetensorsFile.ts";

/** The reference implementation's limit on the header, which keeps a hostile length from being allocated. */
export const largestHeader = 100_000_000;

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const show = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 80);

function readHeader(file: Uint8Array, where: string): { readonly header: unknown; readonly data: Uint8Array } {
  if (file.byteLength < 8) {
    throw new FormatError("is too short for a safetensors file", { where, got: `${file.byteLength} bytes` });
  }
  const length = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(Math.min(largestHeader, file.byteLength - 8))) {
    throw new FormatError("is not a safetensors file, or is cut off", {
      where,
      got: `a header of ${length} bytes in a file of ${file.byteLength}`,
      expected: `at most ${Math.min(largestHeader, file.byteLength - 8)}`,
      fix: "Check that it is the right file, and that it was copied completely",
    });
  }
  const end = 8 + Number(length);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file.subarray(8, end));
  } catch (error) {
    throw new FormatError("has a header that is no text", { where, expected: "UTF-8", cause: error });
  }
  if (!text.startsWith("{")) throw new FormatError("has a header that does not begin with {", { where });
  return { header: parseJson(text, `${where}, header`), data: file.subarray(end) };
}

function readMetadata(value: unknown, where: string): Map<string, string> {
  if (value === undefined) return new Map();
  const entries = isObject(value) ? Object.entries(value) : [];
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  if (!isObject(value) || texts.length !== entries.length) {
    throw new FormatError("__metadata__ is wrong", { where, got: show(value), expected: "texts by name" });
  }
  return new Map(texts);
}

function readEntry(name: string, value: unknown, where: string): Entry {
  const wrong = (what: string, got: unknown, expected: string): FormatError =>
    new FormatError(`${what} is wrong`, { where: `${where}, tensor ${show(name)}`, got: show(got), expected });
  if (!isObject(value)) throw wrong("description", value, "dtype, shape and data_offsets");
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong("description", unknown, "only dtype, shape and data_offsets");
  const element = typeof dtype === "string" ? elementTypes.get(dtype) : undefined;
  if (typeof dtype !== "string" || !element) throw wrong("dtype", dtype, [...elementTypes.keys()].join(", "));
  if (!Array.isArray(shape) || !shape.every(isSize)) throw wrong("shape", shape, "whole numbers from 0 on");
  if (!Array.isArray(offsets) || offsets.length !== 2) throw wrong("data_offsets", offsets, "begin and end");
  const [begin, end]: unknown[] = offsets;
  if (!isSize(begin) || !isSize(end) || end < begin) throw wrong("data_offsets", offsets, "begin <= end");
  const bytes = sizeOf(shape) * element.bytes;
  if (bytes !== end - begin)
    throw wrong("data_offsets", offsets, `${bytes} bytes for ${formatShape(shape)} of ${dtype}`);
  return { name, dtype, shape, begin, end };
}

/** Tensors must cover the data without holes and without overlapping, so that every byte has one meaning. */
function checkCover(entries: readonly Entry[], dataBytes: number, where: string): void {
  let covered = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      throw new FormatError(begin < covered ? "tensors overlap" : "there is a hole between tensors", {
        where: `${where}, tensor ${show(name)}`,
        got: `a beginning at byte ${begin}`,
        expected: `byte ${covered}`,
      });
    }
    covered = end;
  }
  if (covered !== dataBytes) {
    throw new FormatError(covered > dataBytes ? "is cut off" : "has bytes that belong to no tensor", {
      where,
      got: `${dataBytes} bytes of data`,
      expected: String(covered),
      fix: "Check that the file was copied completely",
    });
  }
}

/**
 * Reads a safetensors file. Every length, offset, element type and shape is checked before anything is allocated; the
 * tensors share memory with `file`.
 *
 * @param where the file's name, for messages.
 * @throws {FormatError} when anything does not fit.
 */
export function readSafetensors(file: Uint8Array, where = "the file"): SafetensorsFile {
  const { header, data } = readHeader(file, where);
  if (!isObject(header)) throw new FormatError("has a header that is no object", { where });
  const { __metadata__: metadata, ...tensors } = header;
  const entries = Object.entries(tensors).map(([name, value]) => readEntry(name, value, where));
  checkCover(entries, data.byteLength, where);
  return {
    metadata: readMetadata(metadata, where),
    tensors: new Map(
      entries.map(({ name, dtype, shape, begin, end }) => [name, { dtype, shape, bytes: data.subarray(begin, end) }]),
    ),
  };
}

/**
 * The numbers of a stored tensor. F16 and BF16 become float32; whole numbers become int32, or float64 where they are
 * larger.
 *
 * @throws {FormatError} for a 64-bit whole number that no double holds.
 */
export function decodeTensor({ dtype, shape, bytes }: StoredTensor): NdArray {
  const element = elementTypes.get(dtype);
  if (!element) throw new FormatError("unknown element type", { got: dtype });
  return new NdArray(decodeElements(element, bytes), shape);
}
