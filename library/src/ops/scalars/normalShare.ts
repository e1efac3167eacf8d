// The distribution function of the standard normal distribution in float32.
import { type Float, float } from "../../tensor/index.ts";
import { atMost } from "./bounds.ts";
import { exponentialMinus1Series, LN_2_HIGH, LN_2_LOW, LOG2_E, roundProduct } from "./exponentialParts.ts";

/** A part of the range: `base + sum of c_i (t - centre)^i` is -log(2 Q(t)) - t^2 / 2 from `start` on, within 2^-26. */
interface Part {
  readonly start: number;
  readonly centre: number;
  /** Of few bits, so that its sum with a square of 22 bits is exact. */
  readonly base: number;
  readonly coefficients: readonly number[];
}

const parts: readonly Part[] = [
  {
    start: 0,
    centre: 0,
    base: 0,
    coefficients: [
      0, 0.7978846, -0.1816905, 0.036337957, -0.0047891228, -0.000025874579, 0.00020327306, -0.000050862829,
      0.000005010445,
    ],
  },
  {
    start: 1.5,
    centre: 2.5,
    base: 1.25,
    coefficients: [
      0.013501097, 0.32274479, -0.044486899, 0.0071464935, -0.0011350276, 0.00016711056, -0.000021460439,
      0.0000020637005, -3.5557122e-8,
    ],
  },
  {
    start: 3.5,
    centre: 5.375,
    base: 2,
    coefficients: [
      -0.060417634, 0.17496163, -0.014484813, 0.0015188211, -0.00017048976, 0.000019373731, -0.0000021814278,
      2.5941029e-7, -2.7321928e-8,
    ],
  },
  {
    start: 7.25,
    centre: 10.875,
    base: 2.625,
    coefficients: [
      -0.0044582332, 0.090460882, -0.0040271883, 0.00023539991, -0.000015244495, 0.0000010281477, -7.1542274e-8,
      5.9576517e-9, -4.3026818e-10,
    ],
  },
];

/** A number of the part in which `t` lies. */
function chosen(t: Float, numberOf: (part: Part) => number): Float {
  const [first, ...others] = parts.map((part) => ({ start: part.start, number: numberOf(part) }));
  return others.reduce(
    (value, { start, number }) => (number === first?.number ? value : t.less(start).select(value, number)),
    float(first?.number ?? 0),
  );
}

/** The first 11 bits of a float, so that its square and what is added to that are exact. */
function leading(x: Float): Float {
  return x.bits().and(0xffffe000).asFloatBits();
}

/** The exponent -t^2 / 2 - k(t) as a sum of what is exact, and of what is small. */
function exponent(t: Float): { readonly high: Float; readonly low: Float } {
  const head = leading(t);
  const distance = t.minus(chosen(t, ({ centre }) => centre));
  const powers =
    parts[0]?.coefficients.map((_, power) => chosen(t, ({ coefficients }) => coefficients[power] ?? 0)) ?? [];
  const rise = powers.reduceRight((sum, coefficient) => sum.timesPlus(distance, coefficient));
  return {
    high: head.times(head).timesPlus(
      -0.5,
      chosen(t, ({ base }) => -base),
    ),
    low: t.minus(head).times(t.plus(head)).timesPlus(-0.5, rise.negate()),
  };
}

/**
 * Φ(x), the share of a standard normal distribution below x, in float32, within 2 ulp in the tail too: 0 below -14.2.
 * For x <= 0 and t = -x it is Q(t) = e^(-t^2/2 - k(t)) / 2 with a k that grows slowly, else 1 - Q(x).
 */
export function normalShare(x: Float): Float {
  const { high, low } = exponent(atMost(x.absolute(), 14.5));
  // 2^n is halved, and made of two factors, as it goes down to 2^-157.
  const { whole, biased } = roundProduct(high.plus(low), LOG2_E, 253);
  const rest = whole.timesPlus(-LN_2_HIGH, high).plus(whole.timesPlus(-LN_2_LOW, low));
  const half = biased.shiftRight(1);
  const first = half.shiftLeft(23).asFloatBits();
  const second = biased.minus(half).shiftLeft(23).asFloatBits();
  const tail = exponentialMinus1Series(rest).plus(1).times(first).times(second);
  return x.less(0).select(tail, float(1).minus(tail));
}
