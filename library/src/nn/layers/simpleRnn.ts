// simpleRnn: each step's output is a function of its input and of the output before.
import { add, matmul } from "../../ops/index.ts";
import { defineMergingLayer } from "../layer.ts";
import { given, recur } from "../recurrence.ts";
import { recurrentFields, recurrentRows, recurrentWeights } from "../recurrentFields.ts";

/**
 * A fully connected recurrent layer: `h = activation(x · kernel + h · recurrentKernel + bias)` for each step of rows
 * `[time, features]`, beginning with 0. Gives the last `h`, or all of them.
 *
 * A second input `[time]` says which steps count: those with 0 leave `h` as it is.
 *
 * @example
 * ```ts
 * import { sequential, simpleRnn } from "chainrule";
 * const model = sequential([simpleRnn({ units: 3, inputShape: [5, 2] })], { seed: 1 });
 * console.log(model.getWeights()["simpleRnn/recurrentKernel"]?.shape); // [3, 3]
 * ```
 */
export const simpleRnn = defineMergingLayer({
  name: "simpleRnn",
  description: "Each step's output is a function of its input and of the output before",
  rows: recurrentRows,
  config: recurrentFields,
  weights: (config, shapes) => recurrentWeights(config, shapes, { gates: 1 }),
  call: ({ kernel, recurrentKernel, bias }, inputs, config, context) =>
    recur(
      inputs,
      { kernel, bias },
      {
        states: 1,
        constants: [recurrentKernel],
        step: ({ projected, output, constants }) => [
          config.activation.call(add(projected, matmul(output, given(constants, 0)))),
        ],
      },
      config,
      context,
    ),
});
