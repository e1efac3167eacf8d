// What may be trained on besides rows in memory: whatever gives batches, one after another.
import type { RowsInput } from "../rows/rows.ts";

/** Batches one after another; a generator may make them, at once or with promises. */
export type Batches = Iterable<RowsInput> | AsyncIterable<RowsInput>;

/** Batches, or a function that makes them anew for each epoch. */
export type BatchSource = Batches | (() => Batches);

/** Whether something gives batches, and is no array of numbers. */
export function isBatchSource(value: unknown): value is BatchSource {
  if (typeof value === "function") return true;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  if (Symbol.asyncIterator in value) return true;
  if (!(Symbol.iterator in value)) return false;
  return !Array.isArray(value) || (isBatch(value[0]) && !isRow(value[0]));
}

/** Whether something can be iterated over; what it gives is checked batch by batch. */
export function isBatches(value: unknown): value is Batches {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

/** Whether something is a row with a column named x. */
function isRow(value: object): boolean {
  return "x" in value && (typeof value.x === "number" || typeof value.x === "boolean");
}

/** Whether something has what a batch needs. */
export function isBatch(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "x" in value && "y" in value;
}
