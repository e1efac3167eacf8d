// Powers in float32.
import { type Float, float } from "../../tensor/index.ts";
import { atLeast, atMost } from "./bounds.ts";
import { roundProduct } from "./exponentialParts.ts";
import { centredExponent, dividedByPower, normalized } from "./logarithmParts.ts";
import { polynomial } from "./polynomial.ts";
import { SIGN_BIT } from "./signs.ts";

/** A number that is not rounded: the sum of a float of few bits and a float that is small against it. */
interface Pair {
  readonly high: Float;
  readonly low: Float;
}

/** The first 12 bits of a float: products of two such are exact. */
function leading(x: Float): Float {
  return x.bits().and(0xfffff000).asFloatBits();
}

/** 2 / (3 ln2), and its first 12 bits and the rest. */
const FACTOR = 0.9617967;
const FACTOR_HIGH = 0.961669921875;
const FACTOR_LOW = 0.00012677205;

/** (3 * (atanh(s) / s - 1) - s^2) / s^4, in s^2: leaves atanh(s) within 2^-36.7 of itself. */
const atanhTerms = [0.6000023, 0.42820585, 0.35131556];

/** (2^f - 1) / f for |f| <= 1/2: leaves 2^f within 2^-28.3 of itself. */
const powerOf2Terms = [Math.LN2, 0.24022648, 0.055503596, 0.009618505, 0.0013391024, 0.00015327177];

/**
 * The logarithm to base 2 of a positive number to about 2^-34 of itself. The number is 2^k * m; with s = (m - 1) / (m + 1),
 * log m is 2 atanh(s) = 2/3 * s * (3 + s^2 + 3/5 s^4 + ...). The scheme is that of fdlibm's e_powf.c (Sun Microsystems,
 * 1993): whatever counts for more than 24 bits is kept as a pair.
 */
function logarithm2(x: Float): Pair {
  const { normal, shift } = normalized(x);
  const exponent = centredExponent(normal);
  const m = dividedByPower(normal, exponent);
  const k = exponent.minus(shift).toFloat();
  const s = quotient(m);
  const ratio = s.high.plus(s.low);
  const square = ratio.times(ratio);
  const exactSquare = s.high.times(s.high);
  const rest = square.times(square).timesPlus(polynomial(square, atanhTerms), s.low.times(s.high.plus(ratio)));
  const sumHigh = leading(exactSquare.plus(3).plus(rest));
  const sumLow = rest.minus(sumHigh.minus(3).minus(exactSquare));
  const product = s.high.times(sumHigh);
  const productRest = s.low.timesPlus(sumHigh, sumLow.times(ratio));
  const productHigh = leading(product.plus(productRest));
  const productLow = productRest.minus(productHigh.minus(product));
  const logHigh = productHigh.times(FACTOR_HIGH);
  const logLow = productHigh.timesPlus(FACTOR_LOW, productLow.times(FACTOR));
  const high = leading(logHigh.plus(logLow).plus(k));
  return { high, low: logLow.minus(high.minus(k).minus(logHigh)) };
}

/** (m - 1) / (m + 1). */
function quotient(m: Float): Pair {
  const numerator = m.minus(1);
  const denominator = m.plus(1);
  const denominatorHigh = leading(denominator);
  const denominatorLow = m.minus(denominatorHigh.minus(1));
  const reciprocal = float(1).dividedBy(denominator);
  const high = leading(numerator.times(reciprocal));
  const rest = numerator.minus(high.times(denominatorHigh)).minus(high.times(denominatorLow));
  return { high, low: rest.times(reciprocal) };
}

/** 2^(high + low), from 0 to Infinity. */
function powerOf2({ high, low }: Pair): Float {
  const { whole, biased } = roundProduct(high.plus(low), 1, 254);
  const rest = high.minus(whole).plus(low);
  const mantissa = polynomial(rest, [1, ...powerOf2Terms]);
  const half = biased.shiftRight(1);
  const first = half.shiftLeft(23).asFloatBits();
  const second = biased.minus(half).shiftLeft(23).asFloatBits();
  return mantissa.times(first).times(second);
}

/** y times the logarithm of |x|: beyond +-254, where nothing but its sign counts, also if it is infinite or NaN. */
function exponent(size: Float, y: Float): Pair {
  const logarithm = logarithm2(size);
  const special = size.equal(0).select(Number.NEGATIVE_INFINITY, size);
  const ordinary = float(0).less(size).and(size.less(Number.POSITIVE_INFINITY));
  const rough = y.times(ordinary.select(logarithm.high, special));
  const precise = rough.absolute().less(200);
  const yHigh = leading(y);
  const high = yHigh.times(logarithm.high);
  const low = y.minus(yHigh).timesPlus(logarithm.high, y.times(logarithm.low));
  return {
    high: precise.select(high, atMost(atLeast(rough, -254), 254)),
    low: precise.select(low, 0),
  };
}

/**
 * x^y in float32, within 2 ulp, with the special cases of JavaScript's `Math.pow`: NaN for a negative number to a power
 * that is not whole and, unlike in C, for 1 to the power NaN and for 1 and -1 to infinite powers.
 */
export function power(x: Float, y: Float): Float {
  const size = powerOf2(exponent(x.absolute(), y));
  const whole = y.floor().equal(y);
  const half = y.times(0.5);
  const odd = half.floor().equal(half).not().and(whole);
  const sign = odd.selectInt(x.bits().and(SIGN_BIT), 0);
  const signed = size.bits().or(sign).asFloatBits();
  const undefinedPower = x.less(0).and(float(Number.NEGATIVE_INFINITY).less(x)).and(whole.not());
  return y.equal(0).select(1, undefinedPower.select(Number.NaN, signed));
}
