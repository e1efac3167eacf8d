// auc: the area under a curve.
import type { ArrayInput } from "../../data/index.ts";
import { DataError } from "../../tensor/index.ts";
import { trapezia } from "./counts/rocPoints.ts";
import { readColumn } from "./inputs/columns.ts";

/**
 * The area under a curve by trapezia: scikit-learn's `auc`.
 *
 * @param x [points], all rising or all falling, equal ones allowed.
 * @param y [points].
 * @throws {DataError} for less than two points, different lengths, or an x that turns back, with its place.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * console.log(scores.auc([0, 0.5, 1], [0, 1, 1])); // 0.75
 * ```
 */
export function auc(x: ArrayInput, y: ArrayInput): number {
  const [across, up] = [readColumn(x, "x"), readColumn(y, "y")];
  if (across.length !== up.length || across.length < 2) {
    throw new DataError("the points make no curve", {
      got: `${across.length} x and ${up.length} y`,
      expected: "at least two of each",
    });
  }
  const steps = Float64Array.from(across.subarray(1), (value, place) => value - (across[place] ?? 0));
  const isFalling = (steps.find((step) => step !== 0) ?? 0) < 0;
  const back = steps.findIndex((step) => (isFalling ? step > 0 : step < 0));
  if (back >= 0) {
    throw new DataError(`turns back at point ${back + 1}`, {
      where: "x",
      got: `${across[back + 1]} after ${across[back]}`,
      expected: "numbers that all rise or all fall",
    });
  }
  return isFalling ? -trapezia(across, up) : trapezia(across, up);
}
