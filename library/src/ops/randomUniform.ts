// randomUniform: uniform random numbers from the counter-based generator.
import { type Shape, ShapeError, type Tensor } from "../tensor/index.ts";
import { checkedShape } from "./checkedShape.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { integerArray } from "./samples.ts";
import { threefry, uniformFloat } from "./scalars/index.ts";

type RandomAttributes = { readonly shape: Shape; readonly stream: number; readonly word: number };

const raw = defineOp({
  name: "randomUniform",
  operands: ["seed", "step"],
  dtypes: ["int32", "int32"],
  notation: "uniform({seed}, {step})",
  infer: (inputs, { shape }: RandomAttributes) => {
    checkDtypes("randomUniform", ["seed", "step"], inputs, ["int32", "int32"]);
    if (inputs.some((input) => input.shape.length > 0)) {
      throw new ShapeError("randomUniform takes a scalar seed and a scalar step", {
        got: inputs.map((input) => `[${input.shape.join(",")}]`).join(" and "),
        expected: "two scalars",
      });
    }
    return { shape: checkedShape(shape), dtype: "float" };
  },
  scalar: ([seed, step], { stream, word }, { index }) =>
    uniformFloat(threefry([seed, stream], [index, step])[word === 0 ? 0 : 1]),
  vjp: {},
  isProbability: () => true,
  samples: (random) =>
    [
      { title: "ordinary", shape: [2, 3], stream: 0, word: 0 },
      { title: "the second word", shape: [2, 3], stream: 0, word: 1 },
      { title: "a scalar", shape: [], stream: 7, word: 0 },
      { title: "odd sizes", shape: [5, 13], stream: 2 ** 31 - 1, word: 0 },
      { title: "empty", shape: [0, 3], stream: 1, word: 0 },
      { title: "large", shape: [67, 129], stream: 1, word: 0 },
    ].map(({ title, ...attributes }) => ({
      title,
      attributes,
      inputs: [integerArray(random, [], -(2 ** 31), 2 ** 31 - 1), integerArray(random, [], 0, 1000)],
    })),
});

/** Options of the random operations. */
export interface RandomOptions {
  readonly shape: Shape;
  /** A whole number that separates uses under one seed, so that they do not draw the same numbers. Default 0. */
  readonly stream?: number;
}

/** Which of the two words of a block of the generator is used; 0 by default. */
export interface UniformOptions extends RandomOptions {
  readonly word?: 0 | 1;
}

/**
 * Uniform random numbers in [0, 1): multiples of 2^-24, the same on every machine and backend. They are functions of
 * seed, stream, step and position alone (Threefry-2x32 with key (seed, stream) and counter (position, step)).
 *
 * @param seed an int32 scalar.
 * @param step an int32 scalar: a new one for each draw under the same seed and stream.
 */
export const randomUniform: Op<(seed: Tensor, step: Tensor, options: UniformOptions) => Tensor> = withArguments(
  raw,
  (seed: Tensor, step: Tensor, { shape, stream = 0, word = 0 }: UniformOptions) =>
    raw(seed, step, { shape, stream, word }),
);
