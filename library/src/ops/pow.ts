// pow: a to the power of b, broadcast.
import type { Random, Sample } from "../tensor/index.ts";
import { broadcastLike } from "./broadcastTo.ts";
import { constantValue } from "./constant.ts";
import { type Binary, defineOp } from "./defineOp.ts";
import { equal } from "./equal.ts";
import { log } from "./log.ts";
import { multiply } from "./multiply.ts";
import { binarySamples, floatArray } from "./samples.ts";
import { power } from "./scalars/index.ts";
import { select } from "./select.ts";
import { sqrt } from "./sqrt.ts";
import { square } from "./square.ts";
import { subtract } from "./subtract.ts";

/**
 * `a` to the power of `b`, element by element, broadcast: NaN for negative `a` unless `b` is a whole number.
 *
 * The derivative with respect to `b` is `a^b log(a)`, taken as 0 where `a` is 0.
 */
export const pow: Binary = defineOp({
  name: "pow",
  operands: ["a", "b"],
  notation: { text: "{a}^{b}", precedence: 3 },
  scalar: ([a, b]) => power(a, b),
  number: Math.pow,
  vjp: {
    // b a^(b-1); where b is 0 the power is not computed, since 0 · 0^-1 would be NaN.
    a: (g, { a, b }) => multiply(g, multiply(b, pow(a, select(equal(b, 0), 1, subtract(b, 1))))),
    b: (g, { a }, { output }) => multiply(g, multiply(output, log(select(equal(a, 0), 1, a)))),
  },
  simplify: (node) => {
    const [a, exponent] = [node.input(0), constantValue(node.input(1))];
    if (exponent === 1) return broadcastLike(a, node);
    if (exponent === 2) return broadcastLike(square(a), node);
    return exponent === 0.5 ? broadcastLike(sqrt(a), node) : undefined;
  },
  samples,
});

function samples(random: Random): readonly Sample[] {
  const bases = [-2, -2, -2, -0.5, -1.5, 0, 0, 0, 3, 10, 1, 1, 2];
  const exponents = [3, -2, 0.5, 2, 3, 0, 2, -1, 80, -50, 5, -0.5, 0];
  return [
    ...binarySamples(random, [0.25, 2], [-2, 2]),
    {
      title: "whole exponents, negative bases",
      inputs: [floatArray(bases), floatArray(exponents)],
      differentiable: false,
    },
  ];
}
