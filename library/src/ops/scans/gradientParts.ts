// Parts of a gradient of a loop's result, where most of it is often nothing but padding.
import { sameShape, type Tensor } from "../../tensor/index.ts";
import { add } from "../add.ts";
import { constantValue } from "../constant.ts";
import { pad } from "../pad.ts";
import { reshape } from "../reshape.ts";
import { sliceAxis } from "../slice.ts";
import type { Block } from "./scanLayout.ts";

/** Elements of a gradient with one axis; undefined where all of them are certainly 0. */
function partOf(g: Tensor, start: number, size: number): Tensor | undefined {
  if (constantValue(g) === 0) return undefined;
  if (g.operation === add.operation && g.inputs.every(({ shape }) => sameShape(shape, g.shape))) {
    const [a, b] = [partOf(g.input(0), start, size), partOf(g.input(1), start, size)];
    return a === undefined || b === undefined ? (a ?? b) : add(a, b);
  }
  const inner = insidePadding(g, start, size);
  if (inner === "outside") return undefined;
  return inner === undefined ? sliceAxis(g, 0, start, size) : partOf(g.input(0), inner, size);
}

/** Where a part of a padded value begins in what was padded; undefined where it is not inside, or nothing was padded. */
function insidePadding(g: Tensor, start: number, size: number): number | "outside" | undefined {
  if (g.operation !== pad.operation) return undefined;
  const { low, interior, value } = g.attributes;
  if (value !== 0 || !Array.isArray(low) || !Array.isArray(interior) || interior[0] !== 0) return undefined;
  const from = Number(low[0]);
  const end = from + (g.input(0).shape[0] ?? 0);
  if (start + size <= from || start >= end) return "outside";
  return start >= from && start + size <= end ? start - from : undefined;
}

/** Some slots of a block of a gradient, `[count, ...shape]`; undefined where they are 0. */
export function slotsPart(g: Tensor, block: Block, first: number, count: number): Tensor | undefined {
  const part = partOf(g, block.offset + first * block.size, count * block.size);
  return part && reshape(part, [count, ...block.shape]);
}

/** One slot of a block of a gradient; undefined where it is 0. */
export function slotPart(g: Tensor, block: Block, slot: number): Tensor | undefined {
  const part = partOf(g, block.offset + slot * block.size, block.size);
  return part && reshape(part, block.shape);
}
