// select: one of two values, by a condition.
import type { Random, Sample, Shape } from "../tensor/index.ts";
import { constant } from "./constant.ts";
import { defineOp, type NoAttributes, type OpFunction } from "./defineOp.ts";
import { isProbability, logarithmOf } from "./logarithmOf.ts";
import { integerArray, randomArray } from "./samples.ts";

/**
 * `whenTrue` where `condition` holds, else `whenFalse`, element by element, broadcast. Chooses between floats or
 * between int32. The value that is not chosen receives the gradient 0. (Before a division by zero or the like even that
 * becomes NaN: choose its operand, not its result.)
 *
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const x = ops.constant([-1, 2]);
 * const { y } = await run({ y: ops.select(ops.greater(x, 0), x, 0) });
 * console.log(y.toNested()); // [0, 2]
 * ```
 */
export const select: OpFunction<readonly ["condition", "whenTrue", "whenFalse"], NoAttributes> = defineOp({
  name: "select",
  operands: ["condition", "whenTrue", "whenFalse"],
  dtypes: ["bool", "float", "float"],
  notation: "select({condition}, {whenTrue}, {whenFalse})",
  scalar: ([condition, whenTrue, whenFalse]) => condition.select(whenTrue, whenFalse),
  integer: ([condition, whenTrue, whenFalse]) => condition.selectInt(whenTrue, whenFalse),
  vjp: {
    whenTrue: (g, { condition }) => select(condition, g, constant(0)),
    whenFalse: (g, { condition }) => select(condition, constant(0), g),
  },
  logarithm: (node) => {
    const [whenTrue, whenFalse] = [logarithmOf(node.input(1)), logarithmOf(node.input(2))];
    return whenTrue && whenFalse && select(node.input(0), whenTrue, whenFalse);
  },
  isProbability: (node) => isProbability(node.input(1)) && isProbability(node.input(2)),
  samples,
});

function samples(random: Random): readonly Sample[] {
  const shapes: readonly [string, Shape, Shape, Shape][] = [
    ["equal shapes", [2, 3], [2, 3], [2, 3]],
    ["the condition is broadcast", [3, 1], [3, 5], [5]],
    ["a choice of scalars", [7], [], []],
    ["odd sizes", [5, 13], [5, 13], [5, 13]],
    ["empty", [0, 3], [3], [0, 1]],
    ["large", [67, 129], [67, 129], [129]],
  ];
  const floats = shapes.map(([title, condition, a, b]): Sample => {
    const inputs = [integerArray(random, condition, 0, 2), randomArray(random, a), randomArray(random, b)];
    return { title, inputs, dtypes: ["bool", "float", "float"] };
  });
  const integers = [[0, 2] as const, [-9, 9] as const, [-9, 9] as const];
  return [
    ...floats,
    {
      title: "int32",
      inputs: integers.map(([low, high]) => integerArray(random, [5, 13], low, high)),
      dtypes: ["bool", "int32", "int32"],
    },
  ];
}
