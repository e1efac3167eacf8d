// The program of one step of a loop, and the names of what its plan binds.
import { add, input } from "../../ops/index.ts";
import type { Loop } from "../../tensor/index.ts";
import { createProgram, type Program } from "../program.ts";

/**
 * Names among the bindings of a loop's plan. What a step takes has the names of the loop's own inputs. With a history
 * the next carried values are outputs; without one they replace the carried values, as sums replace the sums so far.
 */
export const loopBindings = {
  next: (position: number): string => `next ${position}`,
  output: (position: number): string => `output ${position}`,
  sum: (position: number): string => `sum ${position}`,
} as const;

/** One step of a loop. */
export function loopProgram({ history, carried, next, outputs, sums }: Loop): Program {
  const named = [
    ...(history ? next.map((value, position) => [loopBindings.next(position), value] as const) : []),
    ...outputs.map((value, position) => [loopBindings.output(position), value] as const),
  ];
  const replaced = carried.flatMap((state, position) => {
    const value = next[position];
    return history || value === undefined ? [] : [{ state, value }];
  });
  const added = sums.map((value, position) => {
    const state = input(loopBindings.sum(position), value.shape);
    return { state, value: add(state, value) };
  });
  return createProgram({ outputs: Object.fromEntries(named), updates: [...replaced, ...added] });
}
