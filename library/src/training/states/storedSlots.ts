// storedSlots: the optimizer's slots as files and copies of a model hold them.
import { NdArray } from "../../tensor/index.ts";
import type { ModelCore } from "../modelCore.ts";
import { slotBinding } from "../programs/index.ts";

/** The names under which a file holds the weights as the last training left them, where others are shown: no slot has them. */
export const trainedSlots = { parameters: "(trained) parameters", statistics: "(trained) statistics" } as const;

/** The optimizer's slots, wherever they are. */
export async function slotsOf({ config, state, storedSlots }: ModelCore): Promise<Map<string, NdArray>> {
  const slots = new Map(storedSlots);
  for (const name of config?.optimizer.slots.keys() ?? []) {
    const values = slots.get(name) ?? (await state?.current?.knownState(slotBinding(name))?.read());
    if (values !== undefined) slots.set(name, values);
  }
  return new Map([...slots].map(([name, values]) => [name, new NdArray(values, [values.length])]));
}
