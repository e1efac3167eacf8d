// wilsonInterval: what a share of trials says about the chance behind it.
import { DataError } from "../../tensor/index.ts";
import { checkConfidence, type Interval } from "./intervals/interval.ts";
import { normalQuantile } from "./intervals/normal.ts";

/**
 * Wilson's score interval of a chance (E. B. Wilson, 1927), good also near 0 and 1 and for few trials.
 *
 * @param successes from 0 to `trials`; need not be whole, for weighted rows.
 * @param trials more than 0.
 * @param confidence how often such an interval holds the chance, in (0, 1).
 * @throws {DataError} for other numbers of successes or trials; {ConfigError} for another confidence.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * const { low, high } = scores.wilsonInterval(81, 263);
 * console.log(low.toFixed(4), high.toFixed(4)); // 0.2553 0.3662
 * ```
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): Interval {
  checkConfidence(confidence);
  if (!(trials > 0 && trials < Number.POSITIVE_INFINITY && successes >= 0 && successes <= trials)) {
    throw new DataError("is no share", {
      where: "wilsonInterval",
      got: `${successes} of ${trials}`,
      expected: "from 0 to all of at least one trial",
    });
  }
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / trials;
  const scale = 1 + z ** 2 / trials;
  const middle = (share + z ** 2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return { low: successes === 0 ? 0 : middle - half, high: successes === trials ? 1 : middle + half };
}
