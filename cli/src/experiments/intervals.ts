// 95 % intervals: what a score measured on some rows says about the score on all rows.
import { Random } from "chainrule";

/** From lowest to highest. */
export type Interval = readonly [low: number, high: number];

/** The 97.5 % quantile of the normal distribution. */
const z = 1.959963984540054;

/** Wilson's score interval for a share of `hits` in `trials` (E. B. Wilson, 1927); all of [0, 1] without a trial. */
export function wilsonInterval(hits: number, trials: number): Interval {
  if (trials === 0) return [0, 1];
  const share = hits / trials;
  const scale = 1 + (z * z) / trials;
  const middle = (share + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

const resamples = 1000;

/**
 * The percentile bootstrap: the score of `rows` rows drawn with replacement, a thousand times, without the lowest and
 * the highest 2.5 %. The same seed gives the same interval.
 */
export function bootstrapInterval(rows: number, seed: number, score: (drawn: Int32Array) => number): Interval {
  const random = new Random(seed, 0xb007);
  const drawn = new Int32Array(rows);
  const scores = Float64Array.from({ length: resamples }, () => {
    for (let index = 0; index < rows; index += 1) drawn[index] = Math.floor(random.uniform() * rows);
    return score(drawn);
  }).sort();
  return [scores[Math.floor(resamples * 0.025)] ?? Number.NaN, scores[Math.ceil(resamples * 0.975) - 1] ?? Number.NaN];
}
