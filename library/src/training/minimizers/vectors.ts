// Sums over vectors of parameters, in float64 and always in the same order.

/** Sum of products. */
export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let index = 0; index < a.length; index += 1) total += (a[index] ?? 0) * (b[index] ?? 0);
  return total;
}

/** Largest absolute value; NaN if there is one. */
export function maximumNorm(values: Float64Array): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) largest = Math.max(largest, Math.abs(values[index] ?? 0));
  return largest;
}

/** Sum of absolute values. */
export function absoluteSum(values: Float64Array): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += Math.abs(values[index] ?? 0);
  return total;
}

/** `a + factor * b`, in a new vector. */
export function plus(a: Float64Array, factor: number, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let index = 0; index < a.length; index += 1) result[index] = (a[index] ?? 0) + factor * (b[index] ?? 0);
  return result;
}

/** `factor * a`, in a new vector. */
export function times(factor: number, a: Float64Array): Float64Array {
  return a.map((value) => factor * value);
}
