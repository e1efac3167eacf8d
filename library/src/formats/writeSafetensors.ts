// writeSafetensors: tensors with names into one file, as huggingface/safetensors describes the format.
import type { ArrayData, NdArray } from "../tensor/index.ts";
import type { StoredTensor } from "./safetensorsFile.ts";

/** The element type in which host memory is written. */
function dtypeOf(data: ArrayData): "F64" | "F32" | "I32" {
  if (data instanceof Float64Array) return "F64";
  return data instanceof Float32Array ? "F32" : "I32";
}

/** Writes numbers little-endian. */
function encodeElements(data: ArrayData, view: DataView): void {
  const write = { F64: "setFloat64", F32: "setFloat32", I32: "setInt32" } as const;
  const method = write[dtypeOf(data)];
  data.forEach((value, index) => {
    view[method](index * data.BYTES_PER_ELEMENT, value, true);
  });
}

/** Numbers as a file stores them: F32, F64 or I32 by the memory of the array. */
export function encodeTensor({ data, shape }: NdArray): StoredTensor {
  const bytes = new Uint8Array(data.byteLength);
  encodeElements(data, new DataView(bytes.buffer));
  return { dtype: dtypeOf(data), shape, bytes };
}

/**
 * Writes a safetensors file: F32, F64 or I32 by the memory of each array. Wider elements come first, so that all are
 * aligned.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, NdArray>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  return writeStored(new Map([...tensors].map(([name, array]) => [name, encodeTensor(array)])), metadata);
}

/** The same for tensors that are encoded already, by {@link encodeTensor}. */
export function writeStored(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort(([, a], [, b]) => Number(b.dtype === "F64") - Number(a.dtype === "F64"));
  let dataBytes = 0;
  const entries = sorted.map(([name, { dtype, shape, bytes }]): [string, object] => {
    const begin = dataBytes;
    dataBytes += bytes.byteLength;
    return [name, { dtype, shape, data_offsets: [begin, dataBytes] }];
  });
  const start: [string, object][] = metadata.size === 0 ? [] : [["__metadata__", Object.fromEntries(metadata)]];
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...start, ...entries])));
  const headerBytes = Math.ceil(header.byteLength / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + dataBytes).fill(0x20, 8 + header.byteLength, 8 + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(header, 8);
  let offset = 8 + headerBytes;
  for (const [, { bytes }] of sorted) {
    file.set(bytes, offset);
    offset += bytes.byteLength;
  }
  return file;
}
