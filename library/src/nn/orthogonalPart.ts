// orthogonalPart: the orthogonal matrix that is nearest to a matrix of normal numbers.
import { matmul, multiply, subtract, transpose } from "../ops/index.ts";
import type { Tensor } from "../tensor/index.ts";

/** Singular values leave the range below with a probability of at most 2 e^(-6^2 / 2), about 3e-8. */
const safety = 6;
/** Where a square matrix may be nearly singular, the smallest share that is reckoned with. */
const smallestShare = 2 ** -32;

/**
 * The largest singular value to expect of a matrix of standard normal numbers, and a lower bound of the others as a
 * share of it (Davidson and Szarek, 2001).
 */
function singularValues(rows: number, columns: number): { readonly largest: number; readonly share: number } {
  const largest = Math.sqrt(rows) + Math.sqrt(columns) + safety;
  const smallest = Math.sqrt(rows) - Math.sqrt(columns) - safety;
  return { largest, share: Math.max(smallest / largest, smallestShare) };
}

/**
 * Factors of the steps `x (3 - x^2) / 2` of Newton and Schulz, after each of which singular values from `share` to 1 are
 * nearer to 1: the factor with which the ends of the range meet (Chen and Chow, 2014). Two more steps without any mend
 * rounding, and values that were smaller still.
 */
function stepFactors(share: number): number[] {
  const factors: number[] = [];
  for (let lowest = share; 1 - lowest > 1e-15; ) {
    const factor = Math.sqrt(3 / (1 + lowest + lowest ** 2));
    factors.push(factor);
    lowest = (lowest * factor * (3 - (lowest * factor) ** 2)) / 2;
  }
  return [...factors, 1, 1];
}

/**
 * The orthogonal part of a matrix of standard normal numbers, at least as many rows as columns: the nearest matrix with
 * orthogonal columns of length 1. It is distributed evenly over all of them, as the Q of a QR decomposition is.
 */
export function orthogonalPart(x: Tensor, rows: number, columns: number): Tensor {
  const { largest, share } = singularValues(rows, columns);
  const scaled = multiply(x, 1 / largest);
  return stepFactors(share).reduce((value, factor) => {
    const products = matmul(value, matmul(transpose(value), value));
    return subtract(multiply(value, 1.5 * factor), multiply(products, 0.5 * factor ** 3));
  }, scaled);
}
