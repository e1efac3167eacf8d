// Polynomials with float32 coefficients and the smallest largest error, by Lawson's algorithm in float64.

/** What is to be approximated: `target` on [low, high] by a polynomial of degree `degree`. */
export interface Fit {
  readonly target: (x: number) => number;
  /** The error that counts is `weight(x) * (polynomial(x) - target(x))`. Default 1. */
  readonly weight?: (x: number) => number;
  readonly low: number;
  readonly high: number;
  readonly degree: number;
}

export interface FittedPolynomial {
  /** Coefficients of float32, the constant first. */
  readonly coefficients: readonly number[];
  /** The largest weighted error of the polynomial with these coefficients, in exact arithmetic. */
  readonly error: number;
}

const POINTS = 300;
const ITERATIONS = 150;
const CHECKED_POINTS = 5000;

type Vector = readonly number[];

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** Least squares by modified Gram-Schmidt: the factors of `columns` whose sum comes nearest to `right`. */
function leastSquares(columns: readonly Vector[], right: Vector): number[] {
  const orthogonal: Vector[] = [];
  const triangle: number[][] = [];
  for (const column of columns) {
    let rest = column;
    const factors = orthogonal.map((direction) => {
      const factor = dot(direction, rest);
      rest = rest.map((value, index) => value - factor * (direction[index] ?? 0));
      return factor;
    });
    const length = Math.sqrt(dot(rest, rest));
    orthogonal.push(rest.map((value) => value / length));
    triangle.push([...factors, length]);
  }
  const solution = new Array<number>(columns.length).fill(0);
  let rest = right;
  const projected = orthogonal.map((direction) => {
    const factor = dot(direction, rest);
    rest = rest.map((value, index) => value - factor * (direction[index] ?? 0));
    return factor;
  });
  for (let row = columns.length - 1; row >= 0; row -= 1) {
    const later = triangle.slice(row + 1).reduce((sum, column, index) => {
      return sum + (column[row] ?? 0) * (solution[row + 1 + index] ?? 0);
    }, 0);
    solution[row] = ((projected[row] ?? 0) - later) / (triangle[row]?.[row] ?? 1);
  }
  return solution;
}

function evaluate(coefficients: Vector, x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

/** Points that crowd at the ends, as the extremes of the errors of good polynomials do. */
function chebyshevPoints({ low, high }: Fit, count: number): number[] {
  return Array.from({ length: count }, (_, k) => {
    return (low + high) / 2 - ((high - low) / 2) * Math.cos((Math.PI * (k + 0.5)) / count);
  });
}

function weightedError(fit: Fit, coefficients: Vector, x: number): number {
  return Math.abs((fit.weight?.(x) ?? 1) * (evaluate(coefficients, x) - fit.target(x)));
}

/**
 * The best coefficients from `known.length` on, those before being given. Lawson's algorithm repeats a least squares
 * fit in which each point counts in proportion to the errors that it has had.
 */
function fitRest(fit: Fit, known: Vector): number[] {
  const scale = Math.max(Math.abs(fit.low), Math.abs(fit.high));
  const powers = Array.from({ length: fit.degree + 1 - known.length }, (_, index) => index + known.length);
  const points = chebyshevPoints(fit, POINTS);
  const gaps = points.map((x) => (fit.weight?.(x) ?? 1) * (fit.target(x) - evaluate(known, x)));
  const basis = powers.map((power) => points.map((x) => (fit.weight?.(x) ?? 1) * (x / scale) ** power));
  let importance = points.map(() => 1 / POINTS);
  let best: number[] = [];
  let smallest = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const roots = importance.map(Math.sqrt);
    const weighted = (vector: Vector) => vector.map((value, index) => value * (roots[index] ?? 0));
    const factors = leastSquares(basis.map(weighted), weighted(gaps));
    const coefficients = [...known, ...powers.map((power, index) => (factors[index] ?? 0) / scale ** power)];
    const errors = points.map((x) => weightedError(fit, coefficients, x));
    const largest = Math.max(...errors);
    if (largest < smallest) [best, smallest] = [coefficients, largest];
    const total = dot(importance, errors);
    importance = importance.map((value, index) => (value * (errors[index] ?? 0)) / total);
  }
  return best;
}

/**
 * Fits a polynomial whose coefficients are float32 numbers: the lowest coefficient is rounded and kept, and the others
 * are fitted again, one after the other.
 */
export function fitPolynomial(fit: Fit): FittedPolynomial {
  const coefficients: number[] = [];
  for (let power = 0; power <= fit.degree; power += 1) {
    coefficients.push(Math.fround(fitRest(fit, coefficients)[power] ?? 0));
  }
  const errors = chebyshevPoints(fit, CHECKED_POINTS).map((x) => weightedError(fit, coefficients, x));
  return { coefficients, error: Math.max(...errors) };
}

/** A float32 number in the fewest digits that name it. */
export function shortestFloat32(value: number): string {
  for (let digits = 1; digits <= 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(value);
}
