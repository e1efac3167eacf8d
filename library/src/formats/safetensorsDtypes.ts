// The element types of safetensors files: how many bytes each takes, and how its numbers are read.
import { type ArrayData, FormatError } from "../tensor/index.ts";

type Read = (view: DataView, offset: number) => number;

interface ElementType {
  readonly bytes: number;
  /** The host memory that holds every value of the type exactly; `whole` is decided by the values. */
  readonly memory: "float32" | "float64" | "int32" | "whole";
  readonly read: Read;
}

/** IEEE 754 half precision: 5 bits of exponent, 10 of mantissa. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

const bits = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function bfloat16ToNumber(upper: number): number {
  bits.setUint32(0, upper * 2 ** 16);
  return bits.getFloat32(0);
}

/** A 64-bit integer as a number. @throws {FormatError} when no double holds it. */
function exactNumber(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new FormatError("a whole number is too large", { got: String(value), expected: "at most 2^53 - 1" });
}

/** Every element type that can be read. */
export const elementTypes: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ["F64", { bytes: 8, memory: "float64", read: (view, offset) => view.getFloat64(offset, true) }],
  ["F32", { bytes: 4, memory: "float32", read: (view, offset) => view.getFloat32(offset, true) }],
  ["F16", { bytes: 2, memory: "float32", read: (view, offset) => halfToNumber(view.getUint16(offset, true)) }],
  ["BF16", { bytes: 2, memory: "float32", read: (view, offset) => bfloat16ToNumber(view.getUint16(offset, true)) }],
  ["I64", { bytes: 8, memory: "whole", read: (view, offset) => exactNumber(view.getBigInt64(offset, true)) }],
  ["U64", { bytes: 8, memory: "whole", read: (view, offset) => exactNumber(view.getBigUint64(offset, true)) }],
  ["I32", { bytes: 4, memory: "int32", read: (view, offset) => view.getInt32(offset, true) }],
  ["U32", { bytes: 4, memory: "whole", read: (view, offset) => view.getUint32(offset, true) }],
  ["I16", { bytes: 2, memory: "int32", read: (view, offset) => view.getInt16(offset, true) }],
  ["U16", { bytes: 2, memory: "int32", read: (view, offset) => view.getUint16(offset, true) }],
  ["I8", { bytes: 1, memory: "int32", read: (view, offset) => view.getInt8(offset) }],
  ["U8", { bytes: 1, memory: "int32", read: (view, offset) => view.getUint8(offset) }],
  ["BOOL", { bytes: 1, memory: "int32", read: (view, offset) => view.getUint8(offset) }],
]);

function toMemory(values: Float64Array, memory: ElementType["memory"]): ArrayData {
  if (memory === "float32") return Float32Array.from(values);
  const fits = memory === "int32" || (memory === "whole" && values.every((value) => value === (value | 0)));
  return fits ? Int32Array.from(values) : values;
}

/** The numbers in `bytes`, in the smallest memory that holds them exactly: 64-bit integers as int32 where they fit. */
export function decodeElements(type: ElementType, bytes: Uint8Array): ArrayData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(bytes.byteLength / type.bytes);
  for (let index = 0; index < values.length; index += 1) values[index] = type.read(view, index * type.bytes);
  return toMemory(values, type.memory);
}
