// decodeProgress: how far a training was, out of a model file.
import * as v from "valibot";
import type { JsonObject } from "../nn/index.ts";
import { FormatError, type NdArray } from "../tensor/index.ts";
import { callbackTensor, type StoredProgress, slotTensor } from "./modelProgress.ts";

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
