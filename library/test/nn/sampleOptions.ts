// Options for a component of any kind, made from its fields: the required ones, and each other one once.
import type { FieldDescription } from "../../src/nn/index.ts";

/**
 * Values that a field takes. Of initializers, regularizers and constraints only some, which fit weights of any shape; of
 * activations all where one is required, since what they promise, they promise in every layer.
 */
function samples({ type, minimum, maximum, choices = [], required }: FieldDescription): readonly unknown[] {
  const some = (...names: readonly string[]) => choices.filter((name) => names.includes(name));
  const middle = ((minimum ?? 0) + (maximum ?? (minimum ?? 0) + 1)) / 2;
  const byType: Readonly<Record<string, readonly unknown[]>> = {
    wholeNumber: [(minimum ?? 0) + 2],
    decimal: [middle],
    flag: [true, false],
    choice: choices,
    identifier: ["some-name_1.0"],
    pair: [2, [2, 1]],
    axes: [-1, [1]],
    shape: [],
    numbers: [],
    names: [],
    object: [],
    activation: required ? choices : some("elu", "softmax"),
    initializer: some("ones", "heNormal"),
    regularizer: some("l2"),
    constraint: some("maxNorm"),
  };
  return byType[type] ?? choices;
}

/**
 * Sets of options: the required ones alone, then with each value of each optional one.
 *
 * @param given values for fields of which no sample can be made, or another one than here is needed.
 */
export function sampleOptions(
  fields: readonly FieldDescription[],
  given: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>>[] {
  const required = fields.filter((field) => field.required && !(field.name in given));
  const base = { ...Object.fromEntries(required.map((field) => [field.name, samples(field)[0]])), ...given };
  const free = fields.filter((field) => !(field.name in given));
  const varied = free.flatMap((field) => samples(field).map((value) => ({ ...base, [field.name]: value })));
  return [base, ...varied];
}
