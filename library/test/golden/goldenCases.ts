// Reads golden values: numbers computed by other frameworks, so that a test needs none of them.
import { readFileSync } from "node:fs";
import { NdArray } from "../../src/tensor/index.ts";

/** One case: its name, and fields that the accessors below read. */
export type GoldenCase = Readonly<Record<string, unknown>> & { readonly name: string };

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** The cases of a file of this folder, by its name without `.json`. */
export function goldenCases(file: string): GoldenCase[] {
  const parsed: unknown = JSON.parse(readFileSync(new URL(`./${file}.json`, import.meta.url), "utf8"));
  const cases: unknown = isRecord(parsed) ? parsed.cases : undefined;
  if (!Array.isArray(cases)) throw new Error(`${file}.json has no cases`);
  return cases.filter(isRecord).map((fields) => ({ ...fields, name: String(fields.name) }));
}

/** A number; NaN and the infinities are written as strings. */
export function goldenNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "NaN") return Number.NaN;
  if (value === "Infinity") return Number.POSITIVE_INFINITY;
  if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
  throw new Error(`${JSON.stringify(value)} is not a golden number`);
}

/** An array `{ shape, data }`, or a plain list of numbers. */
export function goldenArray(value: unknown): NdArray {
  if (Array.isArray(value)) return new NdArray(Float64Array.from(value, goldenNumber), [value.length]);
  if (!isRecord(value) || !Array.isArray(value.data) || !Array.isArray(value.shape)) {
    throw new Error("a golden array has data and a shape");
  }
  return new NdArray(Float64Array.from(value.data, goldenNumber), value.shape.map(goldenNumber));
}

/** A field that is an object: the parameters of a case; an empty one where it is missing. */
export function goldenRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
