// select: one of two values, by a condition.
import { constant } from "./constant.ts";
import { defineOp, type NoAttributes, type OpFunction } from "./defineOp.ts";

/** `whenTrue` where `condition` holds, else `whenFalse`, element by element, broadcast. */
export const select: OpFunction<readonly ["condition", "whenTrue", "whenFalse"], NoAttributes> = defineOp({
  name: "select",
  operands: ["condition", "whenTrue", "whenFalse"],
  dtypes: ["bool", "float", "float"],
  notation: "select({condition}, {whenTrue}, {whenFalse})",
  scalar: ([condition, whenTrue, whenFalse]) => condition.select(whenTrue, whenFalse),
  vjp: {
    whenTrue: (g, { condition }) => select(condition, g, constant(0)),
    whenFalse: (g, { condition }) => select(condition, constant(0), g),
  },
  samples: () => [],
});
