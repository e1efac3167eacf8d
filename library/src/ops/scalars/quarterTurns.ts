// Angles of any size as quarter turns and a rest, by the method of Payne and Hanek in 32-bit integers.
import { type Bool, type Float, type Int, int } from "../../tensor/index.ts";
import { polynomial } from "./polynomial.ts";
import { SIGN_BIT } from "./signs.ts";

/** The first 192 binary digits of 2 / pi. */
const TWO_OVER_PI = 0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041n;

/** 96 digits of 2 / pi as three words, from 16 * step - 25 places after the binary point on. */
function digits(step: number): [number, number, number] {
  const window = TWO_OVER_PI >> BigInt(26 + 192 - 96 - 16 * step);
  const word = (place: number) => Number((window >> BigInt(32 * place)) & 0xffffffffn);
  return [word(2), word(1), word(0)];
}

/** pi / 2 in units of 2^-24: 12 bits, and the rest. */
const QUARTER_TURN = (Math.PI / 2) * 2 ** -24;
const QUARTER_TURN_HIGH = 1.5703125 * 2 ** -24;
const QUARTER_TURN_LOW = QUARTER_TURN - QUARTER_TURN_HIGH;

/** An angle: whole quarter turns modulo 4, and what is left of it in radians, from -pi/4 to pi/4. */
export interface Angle {
  readonly quarters: Int;
  readonly rest: Float;
}

/**
 * Splits an angle of 0 or more. A float is M * 2^e with a 24-bit M, and of M * 2^e * 2/pi only the digits of 2/pi matter
 * that make less than four quarter turns: 96 of them are multiplied by M, modulo 4. Infinity and NaN leave NaN.
 */
export function quarterTurns(angle: Float): Angle {
  const bits = angle.bits();
  // The exponent above that of 1/2, as 16 * step + places; step is 7 also for the largest one.
  const place = bits.shiftRight(23).minus(126);
  const last = place.shiftRight(7);
  const steps = place.minus(last);
  const mantissa = bits.and(0x7fffff).or(0x800000);
  const product = multiply(mantissa, chooseDigits(steps));
  const [high, low] = shiftLeft(product, steps.and(15).plus(last));
  const small = angle.less(0.785);
  const turned = signedFraction(high, low).plus(angle.minus(angle));
  return {
    quarters: small.selectInt(0, high.plus(0x20000000).shiftRightUnsigned(30)),
    rest: small.select(angle, turned),
  };
}

function chooseDigits(steps: Int): [Int, Int, Int] {
  const bit = (place: number): Bool => steps.and(1 << place).equal(0);
  const [even, firstHalf, firstQuarter] = [bit(4), bit(6), bit(5)];
  const windows = Array.from({ length: 8 }, (_, step) => digits(step));
  const choose = (word: number): Int => {
    const at = (step: number): Int => int(windows[step]?.[word] ?? 0);
    const pair = (step: number): Int => even.selectInt(at(step), at(step + 1));
    const four = (step: number): Int => firstQuarter.selectInt(pair(step), pair(step + 2));
    return firstHalf.selectInt(four(0), four(4));
  };
  return [choose(0), choose(1), choose(2)];
}

/** The product of 24 bits and 96 bits, modulo 2^96. */
function multiply(mantissa: Int, [high, middle, low]: readonly [Int, Int, Int]): [Int, Int, Int] {
  const lowCarry = upperProduct(mantissa, low, int(0));
  const middleCarry = upperProduct(mantissa, middle, lowCarry);
  return [mantissa.times(high).plus(middleCarry), mantissa.times(middle).plus(lowCarry), mantissa.times(low)];
}

/** `(mantissa * word + carry) >>> 32`, by halves of 12 and 16 bits, whose products are below 2^28. */
function upperProduct(mantissa: Int, word: Int, carry: Int): Int {
  const [mantissaHigh, mantissaLow] = [mantissa.shiftRightUnsigned(12), mantissa.and(0xfff)];
  const [wordHigh, wordLow] = [word.shiftRightUnsigned(16), word.and(0xffff)];
  const from12 = mantissaLow.times(wordLow).plus(carry).shiftRightUnsigned(12).plus(mantissaHigh.times(wordLow));
  const from16 = from12.shiftRightUnsigned(4).plus(mantissaLow.times(wordHigh));
  const from28 = from16.shiftRightUnsigned(12).plus(mantissaHigh.times(wordHigh));
  return from28.shiftRightUnsigned(4);
}

/** The upper 64 of 96 bits, shifted left by `count` from 0 to 16. */
function shiftLeft([high, middle, low]: readonly [Int, Int, Int], count: Int): [Int, Int] {
  // 2^count, from the mantissa of the float 2^23 + 2^count.
  const factor = count
    .plus(127)
    .shiftLeft(23)
    .asFloatBits()
    .plus(2 ** 23)
    .bits()
    .and(0x7fffff);
  const carry = (word: Int): Int => word.shiftRightUnsigned(16).times(factor).shiftRightUnsigned(16);
  return [high.times(factor).plus(carry(middle)), middle.times(factor).plus(carry(low))];
}

/** The radians of quarter turns in 64 bits, two before the binary point, less the nearest whole number of them. */
function signedFraction(high: Int, low: Int): Float {
  const signed = high.shiftLeft(2).or(low.shiftRightUnsigned(30));
  const sign = signed.shiftRight(31);
  const upper = signed.xor(sign);
  const lower = low.shiftLeft(2).xor(sign);
  // In units of 2^-24 of a quarter turn: parts of 24 bits, which floats hold exactly.
  const first = upper.shiftRightUnsigned(8).toFloat();
  const second = upper.and(0xff).shiftLeft(16).or(lower.shiftRightUnsigned(16)).toFloat();
  const third = lower.and(0xffff).toFloat();
  const tail = second.timesPlus(2 ** -24, third.times(2 ** -40));
  const sum = first.plus(tail);
  const lost = tail.minus(sum.minus(first));
  const sumHigh = sum.bits().and(0xfffff000).asFloatBits();
  const sumLow = sum.minus(sumHigh).plus(lost);
  const radians = sumHigh.timesPlus(QUARTER_TURN_HIGH, sumHigh.timesPlus(QUARTER_TURN_LOW, sumLow.times(QUARTER_TURN)));
  return radians.bits().xor(sign.and(SIGN_BIT)).asFloatBits();
}

/** (sin r / r - 1) / r^2 and (cos r - 1 + r^2 / 2) / r^4, in r^2 up to pi/4: sin and cos are within 2^-28 and 2^-33. */
const sineTerms = [-0.16666655, 0.00833219, -0.00019518408];
const cosineTerms = [0.041666646, -0.0013887301, 0.000024430668];

/** The sine of an angle as {@link quarterTurns} splits it. */
export function sineOfAngle({ quarters, rest }: Angle): Float {
  const square = rest.times(rest);
  const sine = polynomial(square, sineTerms).times(square).timesPlus(rest, rest);
  const cosine = polynomial(square, [1, -0.5, ...cosineTerms]);
  const value = quarters.and(1).equal(0).select(sine, cosine);
  return value.bits().xor(quarters.shiftLeft(30).and(SIGN_BIT)).asFloatBits();
}
