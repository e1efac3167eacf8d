// The counter-based random generator in scalar instructions: the same bits as on the host, on every backend.
import { type Float, type Int, int, threefryParity, threefryRotations } from "../../tensor/index.ts";

function rotate(word: Int, distance: number): Int {
  return word.shiftLeft(distance).or(word.shiftRightUnsigned(32 - distance));
}

/** Two 32-bit words. Numbers are taken wherever an integer is. */
export type WordPair = readonly [Int | number, Int | number];

/**
 * One block of Threefry-2x32 with 20 rounds: 64 random bits from a key of two words and a counter of two words, those
 * that `threefry2x32` gives on the host.
 */
export function threefry([key0, key1]: WordPair, [counter0, counter1]: WordPair): [Int, Int] {
  const [first, second] = [int(key0), int(key1)];
  const key = [first, second, first.xor(second).xor(threefryParity)] as const;
  let x = first.plus(counter0);
  let y = second.plus(counter1);
  for (let group = 0; group < 5; group += 1) {
    const offset = (group % 2) * 4;
    for (const distance of threefryRotations.slice(offset, offset + 4)) {
      x = x.plus(y);
      y = rotate(y, distance).xor(x);
    }
    x = x.plus(key[(group + 1) % 3] ?? 0);
    y = y.plus(key[(group + 2) % 3] ?? 0).plus(group + 1);
  }
  return [x, y];
}

/** A number in [0, 1) from the upper 24 of 32 random bits: a multiple of 2^-24, exact in float32. */
export function uniformFloat(bits: Int): Float {
  return bits
    .shiftRightUnsigned(8)
    .toFloat()
    .times(2 ** -24);
}
