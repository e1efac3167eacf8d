// encodeProgress: how far a training was, for a model file.
import type { Json } from "../nn/index.ts";
import type { NdArray } from "../tensor/index.ts";
import { callbackTensor, type StoredProgress, slotTensor } from "./modelProgress.ts";

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
