// A plan interpreter in float64, the plainest possible: it does to memory exactly what a plan says, element by element.
import {
  type Access,
  type Body,
  type BodyValue,
  bodyFormulas,
  type ElementwiseStep,
  type KernelStep,
  type Plan,
  type PlanBuffer,
  type ReduceStep,
} from "../../src/graph/index.ts";
import { compileScalar, forEachPosition, referenceData, referenceValue } from "../../src/ops/index.ts";
import { type ArrayData, NdArray, type Shape, sizeOf } from "../../src/tensor/index.ts";

/** Memory of a run: each buffer as a part of the arena, of a binding or of a constant, and where the part begins. */
interface Memory {
  readonly data: Float64Array;
  readonly start: number;
}

/** What bindings hold after a run. */
export type Bindings = Readonly<Record<string, Float64Array>>;

/** Runs a plan on inputs and states; gives what is bound afterwards: new states and outputs. */
export function interpretPlan(
  plan: Plan,
  inputs: Readonly<Record<string, ArrayLike<number>>>,
  evaluate: Evaluate = byFormulas,
): Bindings {
  // What nobody has written is NaN, so that reading it cannot go unnoticed.
  const arena = new Float64Array(plan.arenaBytes / 4).fill(Number.NaN);
  const bindings: Record<string, Float64Array> = {};
  for (const [name, { spec, role }] of plan.bindings) {
    const given = inputs[name];
    bindings[name] =
      role === "output" ? new Float64Array(sizeOf(spec.shape)).fill(Number.NaN) : Float64Array.from(given ?? []);
  }
  const memories = plan.buffers.map((buffer) => memoryOf(buffer, arena, bindings));
  for (const step of plan.steps) {
    if (step.kind === "elementwise") runElementwise(step, memories, evaluate);
    else if (step.kind === "reduce") runReduce(step, memories, evaluate);
    else runKernel(step, memories);
  }
  return bindings;
}

function memoryOf({ place }: PlanBuffer, arena: Float64Array, bindings: Bindings): Memory {
  if (place.kind === "arena") return { data: arena, start: place.offset / 4 };
  if (place.kind === "constant") return { data: Float64Array.from(place.values), start: 0 };
  return { data: bindings[place.name] ?? new Float64Array(), start: 0 };
}

function place({ view }: Access, position: readonly number[]): number {
  return view.strides.reduce((sum, stride, axis) => sum + stride * (position[axis] ?? 0), view.offset);
}

function read(access: Access, position: readonly number[], memories: readonly Memory[]): number {
  const { data, start } = memories[access.buffer] ?? { data: new Float64Array(), start: 0 };
  const value = data[start + place(access, position)];
  if (value === undefined) throw new RangeError(`a step reads outside of buffer ${access.buffer}`);
  return value;
}

function write(access: Access, position: readonly number[], memories: readonly Memory[], value: number): void {
  const { data, start } = memories[access.buffer] ?? { data: new Float64Array(), start: 0 };
  const index = start + place(access, position);
  if (index < 0 || index >= data.length) throw new RangeError(`a step writes outside of buffer ${access.buffer}`);
  data[index] = value;
}

/** Computes values of a body for every position of a loop. */
type Evaluate = (body: Body, values: readonly BodyValue[], shape: Shape, memories: readonly Memory[]) => ArrayData[];

/** All elements of an access, in row-major order. */
function load(access: Access, memories: readonly Memory[]): NdArray {
  const data = referenceData(access.dtype, sizeOf(access.view.shape));
  forEachPosition(access.view.shape, (position, index) => {
    data[index] = read(access, position, memories);
  });
  return new NdArray(data, access.view.shape);
}

/** By the formulas that code is generated from, in float64. */
export const byFormulas: Evaluate = ({ loads, applications }, values, shape, memories) => {
  const operands = loads.map((access) => load(access, memories).data);
  const formulas = bodyFormulas({ loads, applications }, values).map((node) => compileScalar(node, "float64"));
  const results = values.map(() => new Float64Array(sizeOf(shape)));
  forEachPosition(shape, (position, index) => {
    const element = operands.map((data) => data[index] ?? Number.NaN);
    formulas.forEach((formula, value) => {
      const result = results[value];
      if (result !== undefined) result[index] = formula(element, index, position);
    });
  });
  return results;
};

/** By the references of the operations: for formulas that are approximations in float32. */
export const byReferences: Evaluate = ({ loads, applications }, values, shape, memories) => {
  const operands = loads.map((access) => load(access, memories));
  const results: NdArray[] = [];
  const bodyValue = ({ kind, position }: BodyValue): NdArray => {
    const value = kind === "load" ? operands[position] : results[position];
    if (value === undefined) throw new RangeError(`a body has no ${kind} ${position}`);
    return value;
  };
  for (const { operation, attributes, dtype, operands: used } of applications) {
    results.push(referenceValue(operation, used.map(bodyValue), { shape, dtype }, attributes));
  }
  return values.map((value) => bodyValue(value).data);
};

function runElementwise(
  { shape, body, outputs }: ElementwiseStep,
  memories: readonly Memory[],
  evaluate: Evaluate,
): void {
  const values = outputs.map(({ value }) => value);
  evaluate(body, values, shape, memories).forEach((data, output) => {
    forEachPosition(shape, (position, index) => {
      const access = outputs[output]?.access;
      if (access !== undefined) write(access, position, memories, data[index] ?? Number.NaN);
    });
  });
}

const starts = { sum: 0, mean: 0, maximum: Number.NEGATIVE_INFINITY, minimum: Number.POSITIVE_INFINITY };

function runReduce(step: ReduceStep, memories: readonly Memory[], evaluate: Evaluate): void {
  const { shape, axes, reducer, body, value, output } = step;
  const remaining = (position: readonly number[]) => position.filter((_, axis) => !axes.includes(axis));
  const results = new Map<string, number>();
  forEachPosition(remaining(shape), (position) => void results.set(position.join(), starts[reducer]));
  const [data] = evaluate(body, [value], shape, memories);
  forEachPosition(shape, (position, index) => {
    const key = remaining(position).join();
    const [so, x] = [results.get(key) ?? Number.NaN, data?.[index] ?? Number.NaN];
    const larger = reducer === "maximum" ? Math.max(so, x) : Math.min(so, x);
    results.set(key, reducer === "sum" || reducer === "mean" ? so + x : larger);
  });
  const count = reducer === "mean" ? sizeOf(axes.map((axis) => shape[axis] ?? 1)) : 1;
  forEachPosition(remaining(shape), (position) => {
    write(output, position, memories, (results.get(position.join()) ?? Number.NaN) / count);
  });
}

function runKernel({ operation, attributes, inputs, output, scratch }: KernelStep, memories: readonly Memory[]): void {
  if (scratch !== undefined) {
    forEachPosition(scratch.view.shape, (position) => write(scratch, position, memories, Number.NaN));
  }
  const operands = inputs.map((access) => load(access, memories));
  const spec = { shape: output.view.shape, dtype: output.dtype };
  const result = referenceValue(operation, operands, spec, attributes);
  forEachPosition(output.view.shape, (position, index) => {
    write(output, position, memories, result.data[index] ?? Number.NaN);
  });
}
