// Targets: what the user gives as y, in a form that the loss takes, every value checked.
import type { TargetForm } from "../../nn/index.ts";
import { DataError, formatShape, NdArray, type Shape, sameShape } from "../../tensor/index.ts";

/** Targets in a form of the loss. */
export interface PreparedTargets {
  readonly form: TargetForm;
  /** [rows, ...form.shape] */
  readonly data: NdArray;
}

/** Whether two shapes are equal but for axes of size 1 at their ends: [10] and [10,1], [] and [1]. */
function sameButForOnes(a: Shape, b: Shape): boolean {
  const trimmed = (shape: Shape): Shape => (shape.at(-1) === 1 ? trimmed(shape.slice(0, -1)) : shape);
  return sameShape(trimmed(a), trimmed(b));
}

function describeForm({ shape, dtype, classes }: TargetForm, rows: number): string {
  const whole = formatShape([rows, ...shape]);
  return dtype === "int32" ? `${whole} (labels from 0 to ${(classes ?? 1) - 1})` : whole;
}

function wrongValue(y: NdArray, index: number, expected: string, name: string): DataError {
  const rowSize = y.size / (y.shape[0] ?? 1);
  const column = rowSize === 1 ? "" : `, column ${index % rowSize}`;
  return new DataError(`row ${Math.floor(index / rowSize)}${column}`, {
    where: name,
    got: String(y.data[index]),
    expected,
  });
}

function checkLabels(y: NdArray, { classes = Infinity, ignoredLabel }: TargetForm, name: string): void {
  const wrong = y.data.findIndex(
    (value) => !(Number.isInteger(value) && value >= 0 && value < classes) && value !== ignoredLabel,
  );
  const ignored = ignoredLabel === undefined ? "" : `, or ${ignoredLabel} for none`;
  if (wrong >= 0) throw wrongValue(y, wrong, `a label from 0 to ${classes - 1}${ignored}`, name);
}

function checkProbabilities(y: NdArray, name: string): void {
  const wrong = y.data.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) throw wrongValue(y, wrong, "a number from 0 to 1", name);
}

/**
 * Brings targets into a form that the loss takes. A column [rows, 1] is taken for [rows] and the other way round.
 *
 * @param forms the loss's forms, preferred first.
 * @throws {DataError} when no form fits their shape, or naming the row of a value outside of the form's range.
 */
export function prepareTargets(y: NdArray, forms: readonly TargetForm[], name: string): PreparedTargets {
  const [rows = 0, ...rest] = y.shape;
  const exact = forms.find(({ shape }) => sameShape(shape, rest));
  const form = exact ?? forms.find(({ shape }) => sameButForOnes(shape, rest));
  if (form === undefined) {
    throw new DataError("does not fit the model's output", {
      where: name,
      got: `shape ${formatShape(y.shape)}`,
      expected: forms.map((candidate) => describeForm(candidate, rows)).join(" or "),
    });
  }
  if (form.dtype === "int32") checkLabels(y, form, name);
  else if (form.probabilities === true) checkProbabilities(y, name);
  return { form, data: new NdArray(y.data, [rows, ...form.shape]) };
}
