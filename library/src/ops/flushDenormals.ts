// flushDenormals: numbers too small for full precision become 0.
import { defineOp, type Unary } from "./defineOp.ts";
import { unarySamples } from "./samples.ts";

/** The smallest positive number that float32 holds with full precision, 2^-126. */
const smallestNormal = 2 ** -126;

/**
 * `x`, with 0 in place of numbers nearer to 0 than 2^-126. Processors compute with those denormal numbers many times
 * more slowly, and WebAssembly cannot flush them by itself; so gradients and optimizer slots pass through this. Its
 * derivative is that of the identity.
 */
export const flushDenormals: Unary = defineOp({
  name: "flushDenormals",
  operands: ["x"],
  notation: "flush({x})",
  scalar: ([x]) => x.absolute().less(smallestNormal).select(0, x),
  vjp: { x: (g) => g },
  simplify: ({ inputs: [x] }) => (x?.operation === flushDenormals.operation ? x : undefined),
  samples: unarySamples,
});
