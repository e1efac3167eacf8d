// Emission: units in order become the steps, buffers and offsets of a plan.
import { type Loop, type Shape, sizeOf, type View } from "../../tensor/index.ts";
import type { Access, BufferPlace, KernelStep, Plan, PlanBuffer, PlanTarget, ReduceStep, Step } from "../plan.ts";
import { layOut, type Request } from "./arena.ts";
import { BodyBuilder } from "./bodyBuilder.ts";
import { type Computation, newValue, rootOf, type Value } from "./computations.ts";
import type { Unit } from "./fusion.ts";
import { findLifetimes, type Lifetime } from "./lifetimes.ts";
import { isTransient } from "./order.ts";
import type { Stores } from "./stores.ts";
import { shiftView, tidyView, wholeView } from "./views.ts";

/** Bytes of an element in the arena. */
const elementBytes = 4;

/** Numbers the buffers of a plan in the order in which they are first asked for. */
export class Buffers {
  private readonly positions = new Map<Value, number>();

  positionOf(value: Value): number {
    const { root } = rootOf(value);
    const position = this.positions.get(root) ?? this.positions.size;
    this.positions.set(root, position);
    return position;
  }

  access(value: Value, view: View): Access {
    const { offset } = rootOf(value);
    return { buffer: this.positionOf(value), view: tidyView(shiftView(view, offset)), dtype: value.spec.dtype };
  }

  /** All buffers with their places, and the size of the arena. */
  place(lifetimes: ReadonlyMap<Value, Lifetime>): { buffers: PlanBuffer[]; arenaBytes: number } {
    const values = [...this.positions.keys()];
    const inArena = values.filter(isTransient);
    const { offsets, bytes } = layOut(inArena.map((value) => requestOf(value, lifetimes)));
    const offsetOf = new Map(inArena.map((value, position) => [value, offsets[position] ?? 0]));
    const buffers = values.map((value) => ({
      dtype: value.spec.dtype,
      size: value.values?.length ?? sizeOf(value.spec.shape),
      place: placeOf(value, offsetOf.get(value) ?? 0),
      label: value.label,
    }));
    return { buffers, arenaBytes: bytes };
  }
}

function requestOf(value: Value, lifetimes: ReadonlyMap<Value, Lifetime>): Request {
  const lifetime = lifetimes.get(value) ?? { first: 0, last: 0 };
  return { ...lifetime, bytes: sizeOf(value.spec.shape) * elementBytes };
}

function placeOf(value: Value, offset: number): BufferPlace {
  if (value.kind === "constant") return { kind: "constant", values: value.values ?? [] };
  return isTransient(value) ? { kind: "arena", offset } : { kind: "binding", name: value.label };
}

/** What plans are made for, and how graphs inside of operations are planned. */
export interface Planning {
  readonly target: PlanTarget;
  planLoop(loop: Loop): Plan;
}

/** Turns ordered units into steps; scratch memory lives for its own step only. */
export function emitSteps(ordered: readonly Unit[], stores: Stores, buffers: Buffers, planning: Planning) {
  const working = ordered.filter((unit) =>
    (stores.get(unit) ?? []).some(({ result }) => sizeOf(result.spec.shape) > 0),
  );
  const lifetimes = findLifetimes(working, stores);
  const steps = working.map((unit, position): Step => {
    const stored = stores.get(unit) ?? [];
    if (unit.kind === "elementwise") return elementwiseStep(unit, stored, buffers);
    const [main] = stored;
    if (main === undefined) throw new RangeError("a step without a result");
    if (unit.kind === "reduce") return reduceStep(unit, main, buffers);
    return kernelStep(main, buffers, planning, (scratch) =>
      lifetimes.set(scratch, { first: position, last: position }),
    );
  });
  return { steps, lifetimes };
}

function elementwiseStep(unit: Unit, stored: readonly Computation[], buffers: Buffers): Step {
  const builder = new BodyBuilder(unit, buffers);
  const outputs = stored.map((member) => ({
    value: builder.valueOf(member),
    access: buffers.access(member.result, member.view),
  }));
  return { kind: "elementwise", shape: unit.members[0]?.shape ?? [], body: builder.body(), outputs };
}

function reduceStep(unit: Unit, { shape, operation, attributes, result }: Computation, buffers: Buffers): ReduceStep {
  const builder = new BodyBuilder(unit, buffers);
  const main = unit.members.find(({ kind }) => kind === "reduce");
  if (main === undefined || operation?.reducer === undefined) throw new RangeError("a reduction without a reducer");
  const axes = axesOf(attributes.axes);
  const remaining: Shape = shape.filter((_, axis) => !axes.includes(axis));
  const value = builder.operandOf(main, 0);
  const output = buffers.access(result, wholeView(remaining));
  return { kind: "reduce", shape, axes, reducer: operation.reducer, body: builder.body(), value, output };
}

function axesOf(axes: unknown): readonly number[] {
  return Array.isArray(axes) ? axes : [];
}

function kernelStep(
  { operation, attributes, operands, result, view }: Computation,
  buffers: Buffers,
  { target, planLoop }: Planning,
  live: (scratch: Value) => void,
): KernelStep {
  if (operation === undefined) throw new RangeError("a kernel without an operation");
  const inputs = operands.flatMap((operand) =>
    operand.kind === "value" ? [buffers.access(operand.value, operand.view)] : [],
  );
  const output = buffers.access(result, view);
  const views = inputs.map((input) => input.view);
  const body = operation.loop === undefined ? undefined : planLoop(operation.loop);
  const size = target.scratchSize(operation, views, output.view, body);
  const step = { kind: "kernel", operation, attributes, inputs, output, body } as const;
  if (size === 0) return { ...step, scratch: undefined };
  const scratch = newValue("computed", { shape: [size], dtype: "float" }, `scratch of ${operation.name}`);
  live(scratch);
  const access = buffers.access(scratch, wholeView([size]));
  return { ...step, scratch: access };
}
