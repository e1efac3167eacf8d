// descendingOrder: the rows by falling score, by a radix sort that keeps the order of equal scores.

/** Bits of a digit; three digits make a 32-bit word. */
const digitBits = 11;
const digits = 1 << digitBits;

/**
 * The high and low words of doubles as whole numbers that rise as the doubles fall: sign bit turned for positive
 * numbers, all bits for negative ones, then all bits once more. Zero and minus zero are the same.
 */
function fallingWords(values: ArrayLike<number>): { high: Uint32Array; low: Uint32Array } {
  const high = new Uint32Array(values.length);
  const low = new Uint32Array(values.length);
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  // Where 1 has its high word depends on the machine's order of bytes.
  double[0] = 1;
  const highPlace = words[1] === 0 ? 0 : 1;
  for (let row = 0; row < values.length; row += 1) {
    double[0] = (values[row] ?? 0) + 0;
    const [first, second] = [words[highPlace] ?? 0, words[1 - highPlace] ?? 0];
    const isNegative = first >>> 31 === 1;
    high[row] = isNegative ? first : first ^ 0x7fffffff;
    low[row] = isNegative ? second : ~second;
  }
  return { high, low };
}

/** One pass of the sort: rows in the order of one digit, equal ones as they stood; undefined where all are equal. */
function sortByDigit(order: Uint32Array, words: Uint32Array, shift: number) {
  const starts = new Uint32Array(digits);
  for (let row = 0; row < words.length; row += 1) {
    const digit = ((words[row] ?? 0) >>> shift) & (digits - 1);
    starts[digit] = (starts[digit] ?? 0) + 1;
  }
  const first = ((words[0] ?? 0) >>> shift) & (digits - 1);
  if (starts[first] === words.length) return undefined;
  let start = 0;
  for (let digit = 0; digit < digits; digit += 1) {
    const count = starts[digit] ?? 0;
    starts[digit] = start;
    start += count;
  }
  const sorted = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] ?? 0;
    const digit = ((words[row] ?? 0) >>> shift) & (digits - 1);
    const target = starts[digit] ?? 0;
    sorted[target] = row;
    starts[digit] = target + 1;
  }
  return sorted;
}

/** The rows from the largest value to the smallest, equal ones in their order. NaN has no place in it. */
export function descendingOrder(values: ArrayLike<number>): Uint32Array {
  const { high, low } = fallingWords(values);
  let order = new Uint32Array(values.length);
  for (let row = 0; row < order.length; row += 1) order[row] = row;
  if (order.length === 0) return order;
  for (const words of [low, high]) {
    for (let shift = 0; shift < 32; shift += digitBits) order = sortByDigit(order, words, shift) ?? order;
  }
  return order;
}
