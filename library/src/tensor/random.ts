// The counter-based random generator: Threefry-2x32 with 20 rounds, the same bits on every machine and backend.

/** Rotation distances of Threefry-2x32 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011). */
export const threefryRotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
/** Added to the third key word, which makes an all-zero key as good as any other (Skein's parity constant). */
export const threefryParity = 0x1bd11bda;

const rotate = (x: number, distance: number): number => (x << distance) | (x >>> (32 - distance));

/** The second word of the block that {@link firstWord} computed last: a pair would have to be allocated. */
let secondWord = 0;

function firstWord(key0: number, key1: number, counter0: number, counter1: number): number {
  const key2 = threefryParity ^ key0 ^ key1;
  let x = (counter0 + key0) | 0;
  let y = (counter1 + key1) | 0;
  for (let group = 0; group < 5; group += 1) {
    const first = (group & 1) * 4;
    for (let round = first; round < first + 4; round += 1) {
      x = (x + y) | 0;
      y = rotate(y, threefryRotations[round] ?? 0) ^ x;
    }
    const next = group % 3;
    x = (x + (next === 0 ? key1 : next === 1 ? key2 : key0)) | 0;
    y = (y + (next === 0 ? key2 : next === 1 ? key0 : key1) + group + 1) | 0;
  }
  secondWord = y >>> 0;
  return x >>> 0;
}

/**
 * One block of Threefry-2x32-20: 64 random bits from a key of two words and a counter of two words.
 * Known answers are those of the Random123 library.
 */
export function threefry2x32(
  [key0, key1]: readonly [number, number],
  [counter0, counter1]: readonly [number, number],
): [number, number] {
  return [firstWord(key0 | 0, key1 | 0, counter0, counter1), secondWord];
}

/**
 * Random numbers on the host: shuffles, splits, samples for tests. Draw number `n` of stream `s` under seed `k` is
 * always the same number, so a generator can be saved as three integers and continued anywhere.
 */
export class Random {
  /** A whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  /** Separates uses under one seed: shuffling and splitting must not draw the same numbers. */
  readonly stream: number;
  /** How many words have been drawn. */
  position: number;

  constructor(seed: number, stream = 0, position = 0) {
    this.seed = seed >>> 0;
    this.stream = stream >>> 0;
    this.position = position;
  }

  /** 32 random bits as a whole number from 0 to 2^32 - 1. */
  bits(): number {
    const high = Math.floor(this.position / 2 ** 32);
    const word = firstWord(this.seed | 0, this.stream | 0, this.position >>> 0, high);
    this.position += 1;
    return word;
  }

  /** A multiple of 2^-24 in [0, 1), exact in float32 and float64. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * ((this.bits() >>> 8) * 2 ** -24);
  }

  /** A whole number in [0, bound), without bias (Lemire's method with rejection). */
  integer(bound: number): number {
    for (;;) {
      const bits = this.bits();
      const product = bits * bound;
      if (product > Number.MAX_SAFE_INTEGER) return this.largeInteger(bits, bound);
      const high = Math.floor(product / 2 ** 32);
      const low = product - high * 2 ** 32;
      // What would have to be rejected is less than the bound, so that the division is seldom needed.
      if (low >= bound || low >= 2 ** 32 % bound) return high;
    }
  }

  /** The same where the product is larger than a double holds exactly. */
  private largeInteger(first: number, bound: number): number {
    const reject = 2 ** 32 % bound;
    for (let bits = first; ; bits = this.bits()) {
      const product = BigInt(bits) * BigInt(bound);
      if (Number(product & 0xffffffffn) >= reject) return Number(product >> 32n);
    }
  }

  /** A normal deviate by Box and Muller. For tests: initial weights come from graphs, which every machine computes alike. */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The numbers 0 to length - 1 in random order (Fisher and Yates). */
  permutation(length: number): Int32Array {
    const order = Int32Array.from({ length }, (_, index) => index);
    for (let last = length - 1; last > 0; last -= 1) {
      const other = this.integer(last + 1);
      const swapped = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = swapped;
    }
    return order;
  }
}
