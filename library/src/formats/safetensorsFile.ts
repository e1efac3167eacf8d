// What a safetensors file holds: tensors with names.
import type { Shape } from "../tensor/index.ts";

/** One tensor of a file, its numbers not yet decoded. */
export interface StoredTensor {
  /** The element type as the file names it: `F32`. */
  readonly dtype: string;
  readonly shape: Shape;
  /** The bytes of the file that hold it. */
  readonly bytes: Uint8Array;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}
