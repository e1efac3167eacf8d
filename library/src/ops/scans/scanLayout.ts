// Where the values that a loop gives stand in its result: one block after another in one row of numbers.
import { type Loop, type Shape, sizeOf, type Tensor } from "../../tensor/index.ts";
import { reshape } from "../reshape.ts";
import { sliceAxis } from "../slice.ts";

/** Values of one shape, one after another. */
export interface Block {
  /** Where the first of them begins. */
  readonly offset: number;
  readonly slots: number;
  readonly shape: Shape;
  /** Elements in one of them. */
  readonly size: number;
}

/** The blocks of a loop's result, and its size. */
export interface ScanLayout {
  /** One more slot than there are steps, in the order of the sequences; one slot without history. */
  readonly carried: readonly Block[];
  readonly outputs: readonly Block[];
  readonly sums: readonly Block[];
  readonly size: number;
}

/** Blocks in the order of the loop's description. */
export function scanLayout({ steps, history, next, outputs, sums }: Loop): ScanLayout {
  let offset = 0;
  const blocksOf = (values: readonly Tensor[], slots: number): Block[] =>
    values.map(({ shape }) => {
      const block = { offset, slots, shape, size: sizeOf(shape) };
      offset += slots * block.size;
      return block;
    });
  const carried = blocksOf(next, history ? steps + 1 : 1);
  return { carried, outputs: blocksOf(outputs, steps), sums: blocksOf(sums, 1), size: offset };
}

/** The element of sequences that a step takes. */
export function elementOf({ steps, reverse }: Loop, step: number): number {
  return reverse ? steps - 1 - step : step;
}

/** The slot of a history from which a step takes its carried value; `step` may be the number of steps: the last value. */
export function slotBefore({ steps, reverse }: Loop, step: number): number {
  return reverse ? steps - step : step;
}

/** Some slots of a block as a tensor `[count, ...shape]` that copies nothing. */
export function slotsOf(result: Tensor, { offset, size, shape }: Block, first: number, count: number): Tensor {
  return reshape(sliceAxis(result, 0, offset + first * size, count * size), [count, ...shape]);
}

/** One slot of a block, without the axis of the slots. */
export function slotOf(result: Tensor, block: Block, slot: number): Tensor {
  return reshape(slotsOf(result, block, slot, 1), block.shape);
}

/** The first slot of a history that was carried into a step in `before`, else the first that was carried out of one. */
export function firstSlot({ reverse }: Loop, before: boolean): number {
  return before === reverse ? 1 : 0;
}
