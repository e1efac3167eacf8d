// sum: numbers added pair by pair, in the order in which numpy adds them.

/** Longest stretch that is added without being halved. */
const block = 128;

function sumBlock(values: ArrayLike<number>, start: number, length: number): number {
  const lanes = new Float64Array(8);
  const whole = length - (length % 8);
  for (let index = 0; index < whole; index += 8) {
    for (let lane = 0; lane < 8; lane += 1) lanes[lane] = (lanes[lane] ?? 0) + (values[start + index + lane] ?? 0);
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = lanes;
  let total = a + b + (c + d) + (e + f + (g + h));
  for (let index = whole; index < length; index += 1) total += values[start + index] ?? 0;
  return total;
}

function sumPart(values: ArrayLike<number>, start: number, length: number): number {
  if (length <= block) return sumBlock(values, start, length);
  const half = Math.floor(length / 2);
  const first = half - (half % 8);
  return sumPart(values, start, first) + sumPart(values, start + first, length - first);
}

/**
 * The sum of all values by pairwise summation, whose error grows with the logarithm of their number. The order is
 * numpy's, so that a printed sum of weights has the same last digit as scikit-learn's.
 */
export function sum(values: ArrayLike<number>): number {
  return sumPart(values, 0, values.length);
}

/** The mean, weighted where there are weights; `valueAt` gives the value of a row. */
export function weightedMean(
  rows: number,
  valueAt: (row: number) => number,
  weights: Float64Array | undefined,
): number {
  const total = weightedTotal(rows, valueAt, weights);
  return total / (weights === undefined ? rows : sum(weights));
}

/** The sum over the rows, each times its weight where there are weights. */
export function weightedTotal(
  rows: number,
  valueAt: (row: number) => number,
  weights: Float64Array | undefined,
): number {
  const terms = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const value = valueAt(row);
    terms[row] = weights === undefined ? value : value * (weights[row] ?? 0);
  }
  return sum(terms);
}
