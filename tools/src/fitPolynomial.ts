// Minimax polynomials with float32 coefficients, by the exchange algorithm of Remez in float64.

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

const GRID = 4000;

/** Solves a linear system by Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const candidates = rows.slice(column);
    const pivot = candidates.reduce((a, b) => (Math.abs(b[column] ?? 0) > Math.abs(a[column] ?? 0) ? b : a));
    const place = rows.indexOf(pivot);
    [rows[column], rows[place]] = [pivot, rows[column] ?? pivot];
    rows.forEach((row, index) => {
      if (index === column) return;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let k = column; k <= size; k += 1) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    });
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}

function evaluate(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

/** Chebyshev's extreme points, which crowd at the ends as the errors of good polynomials do. */
function extremePoints(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => {
    return (low + high) / 2 - ((high - low) / 2) * Math.cos((Math.PI * k) / (count - 1));
  });
}

/** The places where the error is largest between its changes of sign. */
function alternation(points: readonly number[], error: (x: number) => number, count: number): number[] {
  const found: { x: number; size: number; sign: number }[] = [];
  for (const x of points) {
    const value = error(x);
    const entry = { x, size: Math.abs(value), sign: Math.sign(value) };
    const last = found.at(-1);
    if (last === undefined || last.sign !== entry.sign) found.push(entry);
    else if (entry.size > last.size) found[found.length - 1] = entry;
  }
  while (found.length > count) {
    const weakerEnd = (found[0]?.size ?? 0) < (found.at(-1)?.size ?? 0) ? 0 : found.length - 1;
    found.splice(weakerEnd, 1);
  }
  return found.map(({ x }) => x);
}

/** The best coefficients from `known.length` on, those before being given. */
function exchange({ target, weight = () => 1, low, high, degree }: Fit, known: readonly number[]): number[] {
  const powers = Array.from({ length: degree + 1 - known.length }, (_, index) => index + known.length);
  const scale = Math.max(Math.abs(low), Math.abs(high));
  const grid = extremePoints(low, high, GRID);
  let points = extremePoints(low, high, powers.length + 1);
  let coefficients: number[] = [...known];
  for (let iteration = 0; iteration < 30; iteration += 1) {
    const matrix = points.map((x, k) => [...powers.map((power) => weight(x) * (x / scale) ** power), (-1) ** k]);
    const right = points.map((x) => weight(x) * (target(x) - evaluate(known, x)));
    const solution = solve(matrix, right);
    coefficients = [...known, ...powers.map((power, index) => (solution[index] ?? 0) / scale ** power)];
    const next = alternation(grid, (x) => weight(x) * (evaluate(coefficients, x) - target(x)), points.length);
    if (next.length < points.length) break;
    points = next;
  }
  return coefficients;
}

/**
 * Fits a polynomial whose coefficients are float32 numbers: the lowest coefficient is rounded and kept, and the others
 * are fitted again, one after the other.
 */
export function fitPolynomial(fit: Fit): FittedPolynomial {
  const coefficients: number[] = [];
  for (let power = 0; power <= fit.degree; power += 1) {
    coefficients.push(Math.fround(exchange(fit, coefficients)[power] ?? 0));
  }
  const weight = fit.weight ?? (() => 1);
  const errors = extremePoints(fit.low, fit.high, GRID).map((x) => {
    return Math.abs(weight(x) * (evaluate(coefficients, x) - fit.target(x)));
  });
  return { coefficients, error: Math.max(...errors) };
}

/** A float32 number with the fewest digits that name it. */
export function shortestFloat32(value: number): string {
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}
