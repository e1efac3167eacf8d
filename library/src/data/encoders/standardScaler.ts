// standardScaler: columns with mean 0 and standard deviation 1.
import { defineScaler, type EncoderFactory } from "./encoder.ts";

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Shifts and divides each column so that the fitted rows have mean 0 and standard deviation 1 (the deviation divides
 * by the number of rows, as scikit-learn's). A constant column becomes 0, not NaN.
 *
 * @example
 * ```ts
 * import { standardScaler } from "chainrule";
 * const scaler = standardScaler().fit([[1, 5], [3, 5]]);
 * console.log(scaler.transform([[1, 5], [3, 5]]).toNested()); // [[-1, 0], [1, 0]]
 * ```
 */
export const standardScaler: EncoderFactory = defineScaler("standardScaler", (column) => {
  const center = mean(column);
  const deviation = Math.sqrt(mean(column.map((value) => (value - center) ** 2)));
  // What is left of a constant column by rounding alone is no spread to divide by.
  const isConstant = deviation <= 10 * Number.EPSILON * Math.abs(center);
  return isConstant ? { shift: column[0] ?? center, scale: 0 } : { shift: center, scale: deviation };
});
