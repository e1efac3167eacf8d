// recurrence: what recurrent layers have in common, from rows to the loop over their steps and back.
import {
  add,
  bernoulli,
  constant,
  expandDims,
  gather,
  matmul,
  multiply,
  notEqual,
  type ScanStep,
  scan,
  select,
  sliceAxis,
  transpose,
} from "../ops/index.ts";
import { GraphError, type Shape, type Tensor } from "../tensor/index.ts";
import type { CallContext } from "./layer.ts";
import type { RecurrentConfig } from "./recurrentFields.ts";

/** One step of a recurrent layer. */
export interface RecurrentCell {
  /** How many tensors `[batch, units]` are carried from step to step; the first one is the output. */
  readonly states: number;
  /** What steps use besides the input: recurrent kernels, biases. */
  readonly constants: readonly Tensor[];
  /** The next carried values. */
  step(values: RecurrentStep): readonly Tensor[];
}

/** What a step of a recurrent layer takes. */
export interface RecurrentStep {
  /** The input times its kernel, plus its bias. */
  readonly projected: Tensor;
  /** The carried output where it enters a recurrent kernel: with dropout. */
  readonly output: Tensor;
  /** The carried values. */
  readonly carried: readonly Tensor[];
  readonly constants: readonly Tensor[];
}

/** The kernel that the inputs of all steps are multiplied by, and the bias added to it. */
export interface InputProjection {
  readonly kernel: Tensor;
  readonly bias: Tensor | undefined;
}

/** Zeros and `1 / (1 - rate)`, the same in all steps; undefined where nothing is dropped. */
function dropoutMask(rate: number, shape: Shape, context: CallContext): Tensor | undefined {
  if (!context.training || rate === 0) return undefined;
  const { seed, step, stream } = context.random();
  const kept = bernoulli(seed, step, { shape, stream, probability: 1 - rate });
  return select(kept, 1 / (1 - rate), 0);
}

/** One of the values that a loop hands to its steps. */
export function given(values: readonly Tensor[], position: number): Tensor {
  const value = values.at(position);
  if (value === undefined) throw new GraphError(`a step of a recurrent layer has no value ${position}`);
  return value;
}

/** A gate's columns of a value `[batch, gates units]`. */
export function gate(value: Tensor, position: number, units: number): Tensor {
  return sliceAxis(value, 1, position * units, units);
}

/** Features of all steps, the axis of time first, times their kernel: one product for all steps. */
function project(x: Tensor, { kernel, bias }: InputProjection, rate: number, context: CallContext): Tensor {
  const [batch = 0, , features = 0] = x.shape;
  const mask = dropoutMask(rate, [batch, features], context);
  const steps = transpose(x, [1, 0, 2]);
  const product = matmul(mask === undefined ? steps : multiply(steps, mask), kernel);
  return bias === undefined ? product : add(product, bias);
}

/** Steps that do not count change nothing. */
function masked(next: readonly Tensor[], { carried }: ScanStep, counts: Tensor | undefined): readonly Tensor[] {
  if (counts === undefined) return next;
  const isCounted = notEqual(counts, 0);
  return next.map((value, position) => select(isCounted, value, given(carried, position)));
}

/**
 * Runs a cell over the steps of each row.
 *
 * @param inputs rows `[time, features]`, and a mask `[time]` with 0 for steps that do not count if there is one.
 * @returns the last output `[batch, units]`, or those of all steps, `[batch, time, units]`.
 */
export function recur(
  [x, mask]: readonly Tensor[],
  projection: InputProjection,
  cell: RecurrentCell,
  config: RecurrentConfig,
  context: CallContext,
): Tensor {
  if (x === undefined) throw new GraphError("a recurrent layer has no input");
  const { units, dropout, recurrentDropout, returnSequences, goBackwards } = config;
  const [batch = 0, time = 0] = x.shape;
  const projected = project(x, projection, dropout, context);
  const dropped = dropoutMask(recurrentDropout, [batch, units], context);
  const counts = mask === undefined ? [] : [expandDims(transpose(mask), 2)];
  const { last, histories } = scan({
    initial: Array.from({ length: cell.states }, () => constant(0, { shape: [batch, units] })),
    sequences: [projected, ...counts],
    constants: dropped === undefined ? cell.constants : [...cell.constants, dropped],
    reverse: goBackwards,
    history: context.training || returnSequences,
    step: (step) => {
      const { carried, elements, constants } = step;
      const own = given(carried, 0);
      const output = dropped === undefined ? own : multiply(own, given(constants, -1));
      const next = cell.step({ projected: given(elements, 0), output, carried, constants });
      return { next: masked(next, step, elements[1]) };
    },
  });
  if (!returnSequences) return given(last, 0);
  const outputs = transpose(given(histories, 0), [1, 0, 2]);
  if (!goBackwards) return outputs;
  const order = Array.from({ length: time }, (_, step) => time - 1 - step);
  return gather(outputs, constant(order, { dtype: "int32" }), { axis: 1 });
}
