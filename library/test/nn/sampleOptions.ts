// Options for a component of any kind, made from its fields: the required ones, and each other one once.
import type { FieldDescription } from "../../src/nn/index.ts";

/** Values that a field takes. */
function samples({ type, minimum, maximum, choices = [] }: FieldDescription): readonly unknown[] {
  const middle = ((minimum ?? 0) + (maximum ?? (minimum ?? 0) + 1)) / 2;
  const byType: Readonly<Record<string, readonly unknown[]>> = {
    wholeNumber: [(minimum ?? 0) + 2],
    decimal: [middle],
    flag: [true, false],
    choice: choices,
    identifier: ["some-name_1.0"],
    shape: [],
    object: [],
  };
  return byType[type] ?? choices;
}

/** Sets of options: the required ones alone, then with each value of each optional one. */
export function sampleOptions(fields: readonly FieldDescription[]): Readonly<Record<string, unknown>>[] {
  const required = fields.filter((field) => field.required);
  const base = Object.fromEntries(required.map((field) => [field.name, samples(field)[0]]));
  const varied = fields.flatMap((field) => samples(field).map((value) => ({ ...base, [field.name]: value })));
  return [base, ...varied];
}
