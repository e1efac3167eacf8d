// Prints the polynomials of library/src/ops/scalars: node --import ./tools/bin/register.mjs tools/fitScalarFormulas.ts
import { erf64, erfc64 } from "../library/src/ops/scalars/index.ts";
import { type Fit, fitPolynomial, shortestFloat32 } from "./fitPolynomial.ts";

/** The sum of `term(0) + term(1) z + ...`, for functions whose closed form cancels near zero. */
function series(term: (power: number) => number): (z: number) => number {
  return (z) => {
    let [sum, power] = [0, 1];
    for (let k = 0; k < 20; k += 1) {
      sum += term(k) * power;
      power *= z;
    }
    return sum;
  };
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

const { abs, expm1, LN2, log, log1p, PI, SQRT1_2, SQRT2, sqrt } = Math;

/** Rests are reduced by rounded multiples, so that they pass the ends of their intervals by a little. */
const MARGIN = 1.002;

const halfLn2 = (LN2 / 2) * MARGIN;
const eighthTurnSquared = (PI / 4) ** 2 * MARGIN;
const largestRatio = ((SQRT2 - 1) / (SQRT2 + 1)) * MARGIN;

/** Each polynomial by file and name, with what its error is relative to. */
const fits: Readonly<Record<string, Fit>> = {
  "exponentialParts, remainder: relative to e^r - 1": {
    target: (r) => (expm1(r) - r) / r ** 2,
    weight: (r) => r ** 2 / abs(expm1(r)),
    low: -halfLn2,
    high: halfLn2,
    degree: 4,
  },
  "logarithmParts, remainder: relative to log(1 + f)": {
    target: (f) => (log1p(f) - f + f ** 2 / 2) / f ** 3,
    weight: (f) => f ** 3 / log1p(f),
    low: SQRT1_2 - 1,
    high: SQRT2 - 1,
    degree: 7,
  },
  "errorFunction, nearZero: relative to erf": {
    target: (z) => (z < 1e-12 ? 2 / sqrt(PI) : erf64(sqrt(z)) / sqrt(z)) - 1,
    weight: () => sqrt(PI) / 2,
    low: 0,
    high: 1,
    degree: 6,
  },
  "errorFunction, farFromZero: relative to erf": {
    target: (x) => -log(erfc64(x)),
    weight: (x) => erfc64(x) / erf64(x),
    low: 1,
    high: 4,
    degree: 6,
  },
  "power, atanhTerms: relative to atanh": {
    target: series((k) => 3 / (2 * k + 5)),
    weight: (z) => z ** 2 / 3,
    low: 0,
    high: largestRatio ** 2,
    degree: 2,
  },
  "power, powerOf2Terms: relative to 2^f": {
    target: (f) => expm1(f * LN2) / f,
    weight: (f) => f / 2 ** f,
    low: -MARGIN / 2,
    high: MARGIN / 2,
    degree: 5,
  },
  "quarterTurns, sineTerms: relative to sin": {
    target: series((k) => (-1) ** (k + 1) / factorial(2 * k + 3)),
    weight: (z) => z,
    low: 0,
    high: eighthTurnSquared,
    degree: 2,
  },
  "quarterTurns, cosineTerms": {
    target: series((k) => (-1) ** k / factorial(2 * k + 4)),
    weight: (z) => z ** 2,
    low: 0,
    high: eighthTurnSquared,
    degree: 2,
  },
};

for (const [name, fit] of Object.entries(fits)) {
  const { coefficients, error } = fitPolynomial(fit);
  console.log(`${name}: within 2^${Math.log2(error).toFixed(1)}\n  ${coefficients.map(shortestFloat32).join(", ")}`);
}
