// The random generator in scalar instructions against that of the host, and against published answers.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileScalar, threefry, uniformFloat, type WordPair } from "../../../src/ops/scalars/index.ts";
import { Int, scalarOperand, threefry2x32 } from "../../../src/tensor/index.ts";

function intOperand(position: number): Int {
  const operand = scalarOperand(position, "int");
  if (!(operand instanceof Int)) throw new Error("an int operand is an int");
  return operand;
}

const key: WordPair = [intOperand(0), intOperand(1)];
const counter: WordPair = [intOperand(2), intOperand(3)];
const [first, second] = threefry(key, counter);
const computeFirst = compileScalar(first.node, "float32");
const computeSecond = compileScalar(second.node, "float32");
const block = (words: readonly number[]) => [computeFirst(words) >>> 0, computeSecond(words) >>> 0];

describe("threefry", () => {
  it.each([
    [[0, 0, 0, 0], "6b200159 99ba4efe"],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], "1cb996fc bb002be7"],
    [[0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3], "c4923a9c 483df7a0"],
  ])("gives the known answers of the Random123 library for %j", (words, answer) => {
    const text = block(words).map((word) => word.toString(16).padStart(8, "0"));
    expect(text.join(" ")).toBe(answer);
  });

  it("gives the bits of the host's generator", () => {
    const word = fc.nat(0xffffffff);
    fc.assert(
      fc.property(word, word, word, word, (key0, key1, counter0, counter1) => {
        expect(block([key0, key1, counter0, counter1])).toEqual(threefry2x32([key0, key1], [counter0, counter1]));
      }),
    );
  });

  it("takes numbers as words", () => {
    const [word] = threefry([5, 6], [7, 8]);
    expect(compileScalar(word.node, "float64")([]) >>> 0).toBe(threefry2x32([5, 6], [7, 8])[0]);
  });
});

describe("uniformFloat", () => {
  it("is the upper 24 bits of 2^24, in float32 and float64 alike", () => {
    const node = uniformFloat(intOperand(0)).node;
    const [single, double] = [compileScalar(node, "float32"), compileScalar(node, "float64")];
    fc.assert(
      fc.property(fc.nat(0xffffffff), (bits) => {
        const expected = Math.floor(bits / 2 ** 8) / 2 ** 24;
        expect([single([bits]), double([bits])]).toEqual([expected, expected]);
      }),
    );
    expect(single([0xffffffff])).toBeLessThan(1);
    expect(single([0])).toBe(0);
  });
});
