// The part of a model file that says how far a training was.
import type { JsonObject } from "../nn/index.ts";
import type { NdArray } from "../tensor/index.ts";

/** What a callback remembered: plain data, and its arrays by name. */
export interface StoredCallback {
  readonly type: string;
  readonly values: JsonObject;
  readonly arrays: Readonly<Record<string, NdArray>>;
}

/** How far a training was: what it takes to go on as if nothing had come between. */
export interface StoredProgress {
  readonly iteration: number;
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** The optimizer's slots by name. */
  readonly slots: ReadonlyMap<string, NdArray>;
  readonly callbacks?: { readonly epoch: number; readonly states: readonly StoredCallback[] };
}

// No layer's name holds a colon, so these are never the names of weights.
const slotPrefix = "slot:";
const callbackPrefix = "callback:";

/** The names of the tensors that hold slots, and what callbacks remember. */
export const slotTensor = (slot: string): string => `${slotPrefix}${slot}`;
export const callbackTensor = (position: number, array: string): string => `${callbackPrefix}${position}:${array}`;

/** Whether a tensor belongs to this part of the file. */
export function isProgressTensor(name: string): boolean {
  return name.startsWith(slotPrefix) || name.startsWith(callbackPrefix);
}
