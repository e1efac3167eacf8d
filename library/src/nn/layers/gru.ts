// gru: gated recurrent unit, a recurrent layer with an update and a reset gate.
import { add, matmul, multiply, reshape, sliceAxis, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { Activation } from "../activation.ts";
import { activationRegistry } from "../activationRegistry.ts";
import { sigmoid } from "../activations/sigmoid.ts";
import { flag, optional } from "../components/index.ts";
import { defineMergingLayer } from "../layer.ts";
import { gate, given, type RecurrentCell, type RecurrentStep, recur } from "../recurrence.ts";
import { recurrentFields, recurrentRows, recurrentWeights } from "../recurrentFields.ts";

interface Functions {
  readonly units: number;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
}

/** `z h + (1 - z) candidate`. */
function mixed(update: Tensor, { carried }: RecurrentStep, candidate: Tensor): Tensor {
  return add(multiply(update, given(carried, 0)), multiply(subtract(1, update), candidate));
}

/** The reset gate is applied to `h · recurrentKernel`, which is one product for all three gates. */
function resetAfterCell(recurrentKernel: Tensor, bias: Tensor | undefined, functions: Functions): RecurrentCell {
  const { units, activation, recurrentActivation } = functions;
  return {
    states: 1,
    constants: bias === undefined ? [recurrentKernel] : [recurrentKernel, bias],
    step: (values) => {
      const product = matmul(values.output, given(values.constants, 0));
      const recurrent = bias === undefined ? product : add(product, given(values.constants, 1));
      const [ofInput, ofOutput] = [values.projected, recurrent].map((value) => {
        return [0, 1, 2].map((position) => gate(value, position, units));
      });
      const parts = (position: number) => [given(ofInput ?? [], position), given(ofOutput ?? [], position)] as const;
      const update = recurrentActivation.call(add(...parts(0)));
      const reset = recurrentActivation.call(add(...parts(1)));
      const [x, h] = parts(2);
      return [mixed(update, values, activation.call(add(x, multiply(reset, h))))];
    },
  };
}

/** The reset gate is applied to `h` before it is multiplied by the candidate's part of the kernel (Cho et al., 2014). */
function resetBeforeCell(recurrentKernel: Tensor, functions: Functions): RecurrentCell {
  const { units, activation, recurrentActivation } = functions;
  return {
    states: 1,
    constants: [sliceAxis(recurrentKernel, 1, 0, 2 * units), sliceAxis(recurrentKernel, 1, 2 * units, units)],
    step: (values) => {
      const { projected, output, constants } = values;
      const recurrent = matmul(output, given(constants, 0));
      const sum = (position: number) => add(gate(projected, position, units), gate(recurrent, position, units));
      const [update, reset] = [recurrentActivation.call(sum(0)), recurrentActivation.call(sum(1))];
      const h = matmul(multiply(reset, output), given(constants, 1));
      return [mixed(update, values, activation.call(add(gate(projected, 2, units), h)))];
    },
  };
}

/** One of the two rows of a bias `[2, 3 units]`. */
function biasRow(bias: Tensor | undefined, row: number): Tensor | undefined {
  return bias && reshape(sliceAxis(bias, 0, row, 1), [-1]);
}

/**
 * Gated recurrent unit (Cho et al., 2014) over rows `[time, features]`, with kernels in three parts for the gates z, r, h:
 * `z = σ(...)`, `r = σ(...)`, `h = z h + (1 - z) tanh(x part + r (h part))`, beginning with 0. Gives the last `h`, or all
 * of them. With `resetAfter`, as in cuDNN and PyTorch, there is a bias of its own for the recurrent part, so that the
 * weight `bias` is `[2, 3 units]`; without it the reset gate is applied before the product, as in the paper.
 *
 * A second input `[time]` says which steps count: those with 0 leave `h` as it is.
 *
 * @example
 * ```ts
 * import { gru, sequential } from "chainrule";
 * const model = sequential([gru({ units: 4, returnSequences: true, inputShape: [3, 2] })], { seed: 1 });
 * console.log(model.getWeights()["gru/bias"]?.shape); // [2, 12]
 * ```
 */
export const gru = defineMergingLayer({
  name: "gru",
  description: "Gated recurrent unit: an update and a reset gate",
  rows: recurrentRows,
  config: {
    ...recurrentFields,
    recurrentActivation: optional(activationRegistry.field("Function applied to the gates"), sigmoid()),
    resetAfter: optional(flag("Whether the reset gate is applied after the product with the recurrent kernel"), true),
  },
  weights: (config, shapes) => {
    const columns = 3 * config.units;
    return recurrentWeights(config, shapes, { gates: 3, bias: config.resetAfter ? [2, columns] : [columns] });
  },
  call: ({ kernel, recurrentKernel, bias }, inputs, config, context) => {
    const { resetAfter } = config;
    const cell = resetAfter
      ? resetAfterCell(recurrentKernel, biasRow(bias, 1), config)
      : resetBeforeCell(recurrentKernel, config);
    return recur(inputs, { kernel, bias: resetAfter ? biasRow(bias, 0) : bias }, cell, config, context);
  },
});
