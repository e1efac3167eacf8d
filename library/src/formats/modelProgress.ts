// The part of a model file that says how far a training was.
import * as v from "valibot";
import type { Json, JsonObject } from "../nn/index.ts";
import { FormatError, type NdArray } from "../tensor/index.ts";

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

const slotTensor = (slot: string): string => `${slotPrefix}${slot}`;
const callbackTensor = (position: number, array: string): string => `${callbackPrefix}${position}:${array}`;

/** Whether a tensor belongs to this part of the file. */
export function isProgressTensor(name: string): boolean {
  return name.startsWith(slotPrefix) || name.startsWith(callbackPrefix);
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The form of this part in the description. */
export const progressSchema = v.object({
  iteration: count,
  step: count,
  epoch: count,
  learningRate: v.number(),
  slots: v.array(v.string()),
  callbacks: v.optional(
    v.object({
      epoch: count,
      states: v.array(
        v.object({
          type: v.string(),
          values: v.custom<JsonObject>((value) => typeof value === "object" && value !== null && !Array.isArray(value)),
          arrays: v.array(v.string()),
        }),
      ),
    }),
  ),
});

/** What the description says; the arrays are tensors of the file. */
export function progressContent({ slots, callbacks, ...counters }: StoredProgress): Json {
  const stored = callbacks && {
    epoch: callbacks.epoch,
    states: callbacks.states.map(({ type, values, arrays }) => ({ type, values, arrays: Object.keys(arrays) })),
  };
  return { ...counters, slots: [...slots.keys()], ...(stored === undefined ? {} : { callbacks: stored }) };
}

/** The tensors of this part. */
export function progressTensors({ slots, callbacks }: StoredProgress): [string, NdArray][] {
  const ofSlots = [...slots].map(([name, array]): [string, NdArray] => [slotTensor(name), array]);
  const ofCallbacks = (callbacks?.states ?? []).flatMap(({ arrays }, position) =>
    Object.entries(arrays).map(([name, array]): [string, NdArray] => [callbackTensor(position, name), array]),
  );
  return [...ofSlots, ...ofCallbacks];
}

/** @throws {FormatError} when a tensor is missing that the description names. */
export function decodeProgress(
  { slots, callbacks, ...counters }: v.InferOutput<typeof progressSchema>,
  tensors: ReadonlyMap<string, NdArray>,
  where: string,
): StoredProgress {
  const tensor = (name: string): NdArray => {
    const found = tensors.get(name);
    if (found === undefined) throw new FormatError(`the tensor "${name}" is missing`, { where });
    return found;
  };
  const stored = callbacks && {
    epoch: callbacks.epoch,
    states: callbacks.states.map(({ type, values, arrays }, position) => ({
      type,
      values,
      arrays: Object.fromEntries(arrays.map((name) => [name, tensor(callbackTensor(position, name))])),
    })),
  };
  return {
    ...counters,
    slots: new Map(slots.map((name) => [name, tensor(slotTensor(name))])),
    ...(stored === undefined ? {} : { callbacks: stored }),
  };
}
