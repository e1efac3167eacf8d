// The operation that runs a loop: its shape, its meaning in float64, and itself written out step by step.
import {
  formatShape,
  GraphError,
  type Loop,
  NdArray,
  type Operation,
  type Shape,
  ShapeError,
  type Spec,
  sameShape,
  type Tensor,
} from "../../tensor/index.ts";
import { add } from "../add.ts";
import { concatenate } from "../concatenate.ts";
import { constant } from "../constant.ts";
import { reshape } from "../reshape.ts";
import { sliceAxis } from "../slice.ts";
import { evaluateRoots, namedLoop, placeholdersOf, rootsOf, substitute } from "./loopGraph.ts";
import { scanAdjoints } from "./scanAdjoints.ts";
import { type Block, elementOf, type ScanLayout, scanLayout, slotBefore } from "./scanLayout.ts";

/** What an operand of the operation must be for a placeholder. */
function operandSpecs({ steps, carried, elements, constants }: Loop): Spec[] {
  const sequence = ({ shape, dtype }: Tensor): Spec => ({ shape: [steps, ...shape], dtype });
  return [...carried, ...elements.map(sequence), ...constants];
}

function checkOperands(loop: Loop, inputs: readonly Spec[]): void {
  const specs = operandSpecs(loop);
  if (inputs.length !== specs.length) {
    throw new GraphError("a loop has another number of operands", {
      got: `${inputs.length}`,
      expected: `${specs.length}`,
    });
  }
  inputs.forEach(({ shape, dtype }, position) => {
    const expected = specs[position];
    if (expected === undefined || (dtype === expected.dtype && sameShape(shape, expected.shape))) return;
    throw new ShapeError(`operand ${position} does not fit the loop`, {
      got: `${dtype} ${formatShape(shape)}`,
      expected: `${expected.dtype} ${formatShape(expected.shape)}`,
    });
  });
}

/** What the placeholders stand for in a step, in the order of the operands. */
function operandsAt<T>(
  loop: Loop,
  operands: readonly T[],
  carried: readonly T[],
  elementAt: (sequence: T, element: Tensor) => T,
): Map<Tensor, T> {
  const sequences = loop.carried.length;
  const constants = sequences + loop.elements.length;
  const pairs = placeholdersOf(loop).map((placeholder, position) => {
    const operand = operands[position];
    const value = position < sequences ? carried[position] : operand;
    if (value === undefined) throw new GraphError("a value of a loop is missing");
    const isElement = position >= sequences && position < constants;
    return [placeholder, isElement ? elementAt(value, placeholder) : value] as const;
  });
  return new Map(pairs);
}

/** One row of numbers into which blocks are written. */
class Result {
  readonly data: Float64Array;
  constructor(size: number) {
    this.data = new Float64Array(size);
  }
  write({ offset, size }: Block, slot: number, { data }: NdArray): void {
    this.data.set(data, offset + slot * size);
  }
  add({ offset }: Block, { data }: NdArray): void {
    data.forEach((value, index) => {
      this.data[offset + index] = (this.data[offset + index] ?? 0) + value;
    });
  }
}

function runLoop(loop: Loop, layout: ScanLayout, inputs: readonly NdArray[]): NdArray {
  const result = new Result(layout.size);
  const roots = rootsOf(loop);
  const [ends, sums] = [loop.next.length, loop.next.length + loop.outputs.length];
  let carried = inputs.slice(0, loop.carried.length);
  const keep = (step: number): void =>
    layout.carried.forEach((block, position) => {
      const value = carried[position];
      if (value !== undefined) result.write(block, loop.history ? slotBefore(loop, step) : 0, value);
    });
  keep(0);
  for (let step = 0; step < loop.steps; step += 1) {
    const at = elementOf(loop, step);
    const element = (sequence: NdArray, { shape }: Tensor) => new NdArray(sequence.rows(at, at + 1).data, shape);
    const values = evaluateRoots(roots, operandsAt(loop, inputs, carried, element));
    carried = values.slice(0, ends);
    values.slice(ends, sums).forEach((value, position) => {
      const block = layout.outputs[position];
      if (block !== undefined) result.write(block, at, value);
    });
    values.slice(sums).forEach((value, position) => {
      const block = layout.sums[position];
      if (block !== undefined) result.add(block, value);
    });
    keep(step + 1);
  }
  return new NdArray(result.data, [layout.size]);
}

/** The loop written out: a graph that is as many times as large. */
function unroll(loop: Loop, inputs: readonly Tensor[]): Tensor {
  const roots = rootsOf(loop);
  const [ends, sums] = [loop.next.length, loop.next.length + loop.outputs.length];
  const histories = inputs.slice(0, loop.carried.length).map((initial) => [initial]);
  const outputs = loop.outputs.map((): Tensor[] => []);
  const totals: Tensor[] = [];
  for (let step = 0; step < loop.steps; step += 1) {
    const at = elementOf(loop, step);
    const element = (sequence: Tensor, { shape }: Tensor) => reshape(sliceAxis(sequence, 0, at, 1), shape);
    const carried = histories.flatMap((history) => history.at(-1) ?? []);
    const values = substitute(roots, operandsAt(loop, inputs, carried, element));
    values.slice(0, ends).forEach((value, position) => void histories[position]?.push(value));
    values.slice(ends, sums).forEach((value, position) => void outputs[position]?.push(value));
    values.slice(sums).forEach((value, position) => {
      const total = totals[position];
      totals[position] = total === undefined ? value : add(total, value);
    });
  }
  const inOrder = (values: readonly Tensor[]) => (loop.reverse ? values.toReversed() : values);
  const kept = histories.flatMap((history) => (loop.history ? inOrder(history) : history.slice(-1)));
  return joined([...kept, ...outputs.flatMap(inOrder), ...totals]);
}

function joined(values: readonly Tensor[]): Tensor {
  const flat = values.map((value) => reshape(value, [-1]));
  return flat.length === 0 ? constant(0, { shape: [0] }) : concatenate(flat);
}

/** The operation of a loop. Its operands are the first carried values, the sequences and the constants, in this order. */
export function loopOperation(unnamed: Loop): Operation {
  const loop = namedLoop(unnamed);
  const layout = scanLayout(loop);
  const adjoints = scanAdjoints(loop, loopOperation);
  return {
    name: "scan",
    operands: ["x"],
    variadic: true,
    notation: { text: `scan({x}, steps = ${loop.steps})` },
    loop,
    infer: (inputs) => {
      checkOperands(loop, inputs);
      return { shape: [layout.size] satisfies Shape, dtype: "float" };
    },
    reference: (inputs) => runLoop(loop, layout, inputs),
    decompose: (inputs) => unroll(loop, inputs),
    vjp: { x: (g, _, context) => adjoints(g, context) },
    samples: () => [],
  };
}
