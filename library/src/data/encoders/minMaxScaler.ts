// minMaxScaler: columns from 0 to 1.
import { defineScaler, type EncoderFactory } from "./encoder.ts";

/**
 * Shifts and divides each column so that the fitted rows lie between 0 and 1; later rows may lie outside. A constant
 * column becomes 0, not NaN.
 *
 * @example
 * ```ts
 * import { minMaxScaler } from "chainrule";
 * const scaler = minMaxScaler().fit([[10], [20]]);
 * console.log(scaler.transform([[15]]).toNested()); // [[0.5]]
 * ```
 */
export const minMaxScaler: EncoderFactory = defineScaler("minMaxScaler", (column) => {
  const minimum = column.reduce((least, value) => Math.min(least, value), Infinity);
  const maximum = column.reduce((most, value) => Math.max(most, value), -Infinity);
  return { shift: minimum, scale: maximum - minimum };
});
