// identity: the identity matrix.
import { cast, equal, iota, multiply } from "../../ops/index.ts";
import { ConfigError, formatShape } from "../../tensor/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineInitializer } from "../initializer.ts";

/**
 * `gain` where row and column have the same number, else 0: a layer that passes its inputs on. `gain` is 1 by default.
 * Only for weights of two axes.
 */
export const identity = defineInitializer({
  name: "identity",
  description: "The identity matrix: inputs are passed on",
  config: { gain: optional(decimal({ description: "Value on the diagonal" }), 1) },
  values: (shape, _random, { gain }) => {
    if (shape.length !== 2) {
      throw new ConfigError("identity takes weights of two axes", { got: `shape ${formatShape(shape)}` });
    }
    return multiply(cast(equal(iota({ shape, axis: 0 }), iota({ shape, axis: 1 })), "float"), gain);
  },
});
