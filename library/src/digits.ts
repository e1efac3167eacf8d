// digits: the handwritten digits that come with the package, found from here and from dist by the same relative path.
import { type Dataset, parseDigits, readText } from "./data/index.ts";

/**
 * 1,797 handwritten digits of 8 by 8 pixels: `x` is [1797, 64] from 0 to 1, `y` the digit of each row.
 *
 * Source: UCI Optical Recognition of Handwritten Digits (test set), as scikit-learn ships it; CC BY 4.0.
 *
 * @example
 * ```ts
 * import { digits } from "chainrule";
 * const { x, y } = await digits();
 * console.log(x.shape, y.at(3)); // [1797, 64] 3
 * ```
 */
export async function digits(): Promise<Dataset> {
  return parseDigits(await readText(new URL("../datasets/digits.csv", import.meta.url)));
}
