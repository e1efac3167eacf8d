// lstm: long short-term memory, a recurrent layer that keeps what it has seen for many steps.
import { add, concatenate, constant, matmul, multiply, sliceAxis } from "../../ops/index.ts";
import type { Activation } from "../activation.ts";
import { activationRegistry } from "../activationRegistry.ts";
import { sigmoid } from "../activations/sigmoid.ts";
import { flag, optional } from "../components/index.ts";
import type { Initializer } from "../initializer.ts";
import { defineMergingLayer } from "../layer.ts";
import { gate, given, type RecurrentCell, recur } from "../recurrence.ts";
import { recurrentFields, recurrentRows, recurrentWeights } from "../recurrentFields.ts";

/** First values of the bias with ones for the forget gate (Jozefowicz et al., 2015). */
function forgetOnes(initializer: Initializer, units: number): Initializer {
  return {
    ...initializer,
    values: (shape, random) => {
      const values = initializer.values(shape, random);
      const [before, after] = [sliceAxis(values, 0, 0, units), sliceAxis(values, 0, 2 * units, 2 * units)];
      return concatenate([before, constant(1, { shape: [units] }), after]);
    },
  };
}

interface Functions {
  readonly units: number;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
}

function lstmCell(recurrentKernel: RecurrentCell["constants"][number], functions: Functions): RecurrentCell {
  const { units, activation, recurrentActivation } = functions;
  return {
    states: 2,
    constants: [recurrentKernel],
    step: ({ projected, output, carried, constants }) => {
      const recurrent = matmul(output, given(constants, 0));
      const sum = (position: number) => add(gate(projected, position, units), gate(recurrent, position, units));
      const [input, forget, out] = [0, 1, 3].map((position) => recurrentActivation.call(sum(position)));
      const gates = [input, forget, out].flatMap((value) => value ?? []);
      const candidate = activation.call(sum(2));
      const cell = add(multiply(given(gates, 1), given(carried, 1)), multiply(given(gates, 0), candidate));
      return [multiply(given(gates, 2), activation.call(cell)), cell];
    },
  };
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997; with a forget gate, Gers et al., 2000) over rows
 * `[time, features]`: with `x · kernel + h · recurrentKernel + bias` in four parts for the gates i, f, c, o,
 * `c = σ(f) c + σ(i) tanh(c part)` and `h = σ(o) tanh(c)`, both beginning with 0. Gives the last `h`, or all of them.
 *
 * A second input `[time]` says which steps count: those with 0 leave `h` and `c` as they are.
 *
 * @example
 * ```ts
 * import { dense, lstm, sequential } from "chainrule";
 * const model = sequential([lstm({ units: 8, inputShape: [28, 28] }), dense({ units: 10 })], { seed: 1 });
 * console.log(model.getWeights()["lstm/kernel"]?.shape); // [28, 32]
 * ```
 */
export const lstm = defineMergingLayer({
  name: "lstm",
  description: "Long short-term memory: keeps what it has seen for many steps",
  rows: recurrentRows,
  config: {
    ...recurrentFields,
    recurrentActivation: optional(activationRegistry.field("Function applied to the gates"), sigmoid()),
    unitForgetBias: optional(flag("Whether the forget gate's bias begins with 1"), true),
  },
  weights: (config, shapes) => {
    const { units, unitForgetBias, biasInitializer } = config;
    const first = unitForgetBias ? forgetOnes(biasInitializer, units) : biasInitializer;
    return recurrentWeights(config, shapes, { gates: 4, biasInitializer: first });
  },
  call: ({ kernel, recurrentKernel, bias }, inputs, config, context) =>
    recur(inputs, { kernel, bias }, lstmCell(recurrentKernel, config), config, context),
});
