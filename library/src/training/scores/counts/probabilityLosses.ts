// Losses of predicted probabilities, row by row.
import type { ArrayInput } from "../../../data/index.ts";
import { NdArray } from "../../../tensor/index.ts";
import type { ClassProbabilities } from "../inputs/classProbabilities.ts";

/** The distance of 1 to the next number of the kind in which probabilities are given. */
export function resolutionOf(yProbability: ArrayInput): number {
  const data = yProbability instanceof NdArray ? yProbability.data : yProbability;
  return data instanceof Float32Array ? 2 ** -23 : Number.EPSILON;
}

/** -log p of a row's class, where p keeps away from 0 and 1 by what its numbers can resolve. */
export function negativeLogarithm(
  { codes, probabilities: { data, columns } }: ClassProbabilities,
  resolution: number,
): (row: number) => number {
  return (row) => {
    const probability = data[row * columns + (codes[row] ?? 0)] ?? 0;
    return -Math.log(Math.min(Math.max(probability, resolution), 1 - resolution));
  };
}

/** The squared distance of a row's probabilities from 1 for its class and 0 for the others. */
export function squaredDistance({
  codes,
  probabilities: { data, columns },
}: ClassProbabilities): (row: number) => number {
  return (row) => {
    let total = 0;
    for (let column = 0; column < columns; column += 1) {
      total += (Number(codes[row] === column) - (data[row * columns + column] ?? 0)) ** 2;
    }
    return total;
  };
}

/** The same rows, for all of which the shares of the classes are predicted. */
export function alwaysShares({
  codes,
  probabilities: { rows, columns },
  weights,
}: ClassProbabilities): ClassProbabilities {
  const shares = new Float64Array(columns);
  let total = 0;
  codes.forEach((code, row) => {
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    shares[code] = (shares[code] ?? 0) + weight;
    total += weight;
  });
  const data = Float64Array.from({ length: rows * columns }, (_, index) => (shares[index % columns] ?? 0) / total);
  return { codes, probabilities: { data, rows, columns }, weights };
}
