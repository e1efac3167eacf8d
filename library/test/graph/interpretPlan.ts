// A plan interpreter in float64, the plainest possible: it does to memory exactly what a plan says, element by element.
import {
  type Access,
  bodyFormulas,
  type ElementwiseStep,
  type KernelStep,
  type Plan,
  type PlanBuffer,
  type ReduceStep,
} from "../../src/graph/index.ts";
import { compileScalar, forEachPosition, referenceData, type ScalarFunction } from "../../src/ops/index.ts";
import { type ArrayData, NdArray, type Shape, sizeOf } from "../../src/tensor/index.ts";

/** Memory of a run: each buffer as a part of the arena, of a binding or of a constant, and where the part begins. */
interface Memory {
  readonly data: Float64Array;
  readonly start: number;
}

/** What bindings hold after a run. */
export type Bindings = Readonly<Record<string, Float64Array>>;

/** Runs a plan; `bindings` holds inputs and states, and gets the new states and the outputs. */
export function interpretPlan(plan: Plan, inputs: Readonly<Record<string, ArrayLike<number>>>): Bindings {
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
    if (step.kind === "elementwise") runElementwise(step, memories);
    else if (step.kind === "reduce") runReduce(step, memories);
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

function runElementwise({ shape, body, outputs }: ElementwiseStep, memories: readonly Memory[]): void {
  const formulas = bodyFormulas(
    body,
    outputs.map(({ value }) => value),
  ).map((node) => compileScalar(node, "float64"));
  forEachPosition(shape, (position, index) => {
    const operands = body.loads.map((load) => read(load, position, memories));
    const values = formulas.map((formula: ScalarFunction) => formula(operands, index, position));
    outputs.forEach(({ access }, output) => {
      write(access, position, memories, values[output] ?? Number.NaN);
    });
  });
}

const starts = { sum: 0, mean: 0, maximum: Number.NEGATIVE_INFINITY, minimum: Number.POSITIVE_INFINITY };

function runReduce({ shape, axes, reducer, body, value, output }: ReduceStep, memories: readonly Memory[]): void {
  const [formula] = bodyFormulas(body, [value]).map((node) => compileScalar(node, "float64"));
  const remaining = (position: readonly number[]) => position.filter((_, axis) => !axes.includes(axis));
  const results = new Map<string, { readonly position: readonly number[]; value: number }>();
  const left: Shape = shape.filter((_, axis) => !axes.includes(axis));
  forEachPosition(left, (position) => {
    results.set(position.join(), { position: [...position], value: starts[reducer] });
  });
  forEachPosition(shape, (position, index) => {
    const result = results.get(remaining(position).join());
    const operands = body.loads.map((load) => read(load, position, memories));
    const x = formula?.(operands, index, position) ?? Number.NaN;
    if (result === undefined) return;
    if (reducer === "maximum") result.value = Math.max(result.value, x);
    else if (reducer === "minimum") result.value = Math.min(result.value, x);
    else result.value += x;
  });
  const count = reducer === "mean" ? sizeOf(axes.map((axis) => shape[axis] ?? 1)) : 1;
  for (const result of results.values()) write(output, result.position, memories, result.value / count);
}

function runKernel({ operation, attributes, inputs, output, scratch }: KernelStep, memories: readonly Memory[]): void {
  if (scratch !== undefined) {
    forEachPosition(scratch.view.shape, (position) => write(scratch, position, memories, Number.NaN));
  }
  const operands = inputs.map((access) => {
    const data: ArrayData = referenceData(access.dtype, sizeOf(access.view.shape));
    forEachPosition(access.view.shape, (position, index) => {
      data[index] = read(access, position, memories);
    });
    return new NdArray(data, access.view.shape);
  });
  const spec = { shape: output.view.shape, dtype: output.dtype };
  const result = operation.reference(operands, spec, attributes);
  forEachPosition(output.view.shape, (position, index) => {
    write(output, position, memories, result.data[index] ?? Number.NaN);
  });
}
