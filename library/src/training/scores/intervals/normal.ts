// The normal distribution: its distribution function and quantiles.
import { erf64 } from "../../../ops/index.ts";

/** The share of a standard normal distribution below z. */
export const normalShare = (z: number): number => 0.5 * (1 + erf64(z / Math.SQRT2));

/** Beyond this many standard deviations a double holds no share any more. */
const farthest = 9;

/** The number below which a share in (0, 1) of a standard normal distribution lies, by halving. */
export function normalQuantile(share: number): number {
  let [low, high] = [-farthest, farthest];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
}
