// flushDenormals: numbers too near to 0 become 0.
import type { Tensor } from "../tensor/index.ts";
import { defineOp, type Op, type OpFunction, type TensorLike, toTensor, withArguments } from "./defineOp.ts";
import { unarySamples } from "./samples.ts";

/** The smallest positive number that float32 holds with full precision, 2^-126. */
const smallestNormal = 2 ** -126;

type FlushAttributes = { readonly below: number };

const raw: OpFunction<readonly ["x"], FlushAttributes> = defineOp({
  name: "flushDenormals",
  operands: ["x"],
  notation: "flush({x})",
  scalar: ([x], { below }: FlushAttributes) => x.absolute().less(below).select(0, x),
  vjp: { x: (g) => g },
  // Of two in a row, the one that takes away more is enough.
  simplify: ({ inputs: [x], attributes: { below } }) => {
    if (x === undefined || x.operation !== raw.operation) return undefined;
    return Number(x.attributes.below) >= Number(below) ? x : raw(x.input(0), { below: Number(below) });
  },
  samples: (random) =>
    [smallestNormal, 2 ** -100].flatMap((below) =>
      unarySamples(random).map((sample) => ({ ...sample, attributes: { below } })),
    ),
});

/**
 * `x`, with 0 in place of numbers nearer to 0 than `below`. Processors compute with numbers below 2^-126, the
 * denormals, many times more slowly, and WebAssembly cannot flush them by itself; so gradients and optimizer slots pass
 * through this. Its derivative is that of the identity.
 *
 * @param below 2^-126 by default; more leaves room for products that would be denormals.
 */
export const flushDenormals: Op<(x: TensorLike, below?: number) => Tensor> = withArguments(
  raw,
  (x: TensorLike, below = smallestNormal) => raw(toTensor(x), { below }),
);
