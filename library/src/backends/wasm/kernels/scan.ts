// scan: the code of one step, called again and again with addresses that move along sequences.
import { type Access, type KernelStep, loopBindings, type Plan } from "../../../graph/index.ts";
import { constant, scanLayout, slotBefore } from "../../../ops/index.ts";
import { BackendError, type Loop, sizeOf } from "../../../tensor/index.ts";
import { emitElementwise } from "../elementwise.ts";
import { memory, scalar } from "../opcodes/index.ts";
import { arenaEntry, constantsEntry, elementBytes, firstBindingEntry } from "../planLayout.ts";
import type { StepCode } from "../stepCode.ts";
import type { Kernel } from "./kernel.ts";

/** What a binding of the body is in the first step: elements of an access, and how far it moves from step to step. */
interface Binding {
  readonly access: Access;
  /** Bytes by which its address changes with each step. */
  readonly move: number;
}

const row = (access: Access, offset: number, size: number): Access => ({
  ...access,
  view: { offset: access.view.offset + offset, shape: [size], strides: [1] },
});

/** The bindings of the body by name, and the parts of the result that must hold something before the first step. */
function placeBindings(loop: Loop, { inputs, output }: KernelStep) {
  const { steps, reverse, history, carried, elements, constants } = loop;
  const layout = scanLayout(loop);
  const direction = reverse ? -elementBytes : elementBytes;
  const firstElement = reverse ? steps - 1 : 0;
  const operand = (position: number): Access => {
    const access = inputs[position];
    if (access === undefined) throw new BackendError("an operand of scan is missing");
    return access;
  };
  const bindings = new Map<string, Binding>();
  const bind = (name: unknown, access: Access, offset: number, size: number, move: number): void =>
    void bindings.set(String(name), { access: row(access, offset, size), move });
  const starts = layout.carried.map(({ offset, size }, position) => {
    const before = offset + (history ? slotBefore(loop, 0) * size : 0);
    bind(carried[position]?.attributes.name, output, before, size, history ? direction * size : 0);
    if (history) {
      const after = offset + slotBefore(loop, 1) * size;
      bind(loopBindings.next(position), output, after, size, direction * size);
    }
    return { to: row(output, before, size), from: row(operand(position), 0, size) };
  });
  elements.forEach(({ shape, attributes }, position) => {
    const size = sizeOf(shape);
    bind(attributes.name, operand(carried.length + position), firstElement * size, size, direction * size);
  });
  constants.forEach(({ shape, attributes }, position) => {
    bind(attributes.name, operand(carried.length + elements.length + position), 0, sizeOf(shape), 0);
  });
  layout.outputs.forEach(({ offset, size }, position) => {
    bind(loopBindings.output(position), output, offset + firstElement * size, size, direction * size);
  });
  const zeros = layout.sums.map(({ offset, size }, position) => {
    bind(loopBindings.sum(position), output, offset, size, 0);
    return row(output, offset, size);
  });
  return { bindings, starts, zeros };
}

const first = { position: 0 } as const;

function emitCopy(step: StepCode, to: Access, from: Access): void {
  emitElementwise(step, {
    kind: "elementwise",
    shape: to.view.shape,
    body: { loads: [from], applications: [] },
    outputs: [{ value: { kind: "load", ...first }, access: to }],
  });
}

function emitZeros(step: StepCode, to: Access): void {
  const { operation, attributes } = constant(0);
  emitElementwise(step, {
    kind: "elementwise",
    shape: to.view.shape,
    body: { loads: [], applications: [{ operation, attributes, operands: [], dtype: to.dtype }] },
    outputs: [{ value: { kind: "application", ...first }, access: to }],
  });
}

/** Writes the table of addresses that the body is called with; it stands behind the body's arena. */
function emitTable(step: StepCode, table: Access, scratch: Access, bindings: readonly (Binding | undefined)[]) {
  const { code, layout } = step;
  const place = layout.placeOf(table);
  const base = step.base(place);
  const store = (entry: number, address: () => void): void => {
    code.get(base);
    address();
    code.memory(memory.i32Store, place.offset + entry * elementBytes);
  };
  const addressOf = (access: Access) => (): void => {
    const own = layout.placeOf(access);
    code.get(step.base(own));
    code.i32(own.offset);
    code.scalar(scalar.i32Add);
  };
  store(arenaEntry, addressOf(scratch));
  store(constantsEntry, () => {
    code.get(code.parameter(0));
    code.memory(memory.i32Load, constantsEntry * elementBytes);
  });
  bindings.forEach((binding, position) => {
    if (binding !== undefined) store(firstBindingEntry + position, addressOf(binding.access));
  });
}

/** Moves the addresses in the table to the next step. */
function emitMoves(step: StepCode, table: Access, bindings: readonly (Binding | undefined)[]): void {
  const { code, layout } = step;
  const place = layout.placeOf(table);
  bindings.forEach((binding, position) => {
    if (binding === undefined || binding.move === 0) return;
    const offset = place.offset + (firstBindingEntry + position) * elementBytes;
    code.get(step.base(place));
    code.get(step.base(place));
    code.memory(memory.i32Load, offset);
    code.i32(binding.move);
    code.scalar(scalar.i32Add);
    code.memory(memory.i32Store, offset);
  });
}

function emit(step: StepCode, kernel: KernelStep): void {
  const { operation, body, scratch, output } = kernel;
  const { loop } = operation;
  if (loop === undefined || body === undefined || scratch === undefined) {
    throw new BackendError("scan takes a loop, the plan of its body, and memory for it");
  }
  if (sizeOf(output.view.shape) === 0) return;
  const { code } = step;
  const { bindings, starts, zeros } = placeBindings(loop, kernel);
  const { function: run, bindings: names } = step.addBody(body);
  const bound = names.map((name) => bindings.get(name));
  const table = row(scratch, Math.ceil(body.arenaBytes / elementBytes), 0);
  for (const { to, from } of starts) emitCopy(step, to, from);
  for (const zero of zeros) emitZeros(step, zero);
  emitTable(step, table, scratch, bound);
  code.repeat(loop.steps, () => {
    const { base, offset } = step.layout.placeOf(table);
    code.get(step.base({ base, offset }));
    code.i32(offset);
    code.scalar(scalar.i32Add);
    code.call(run);
    emitMoves(step, table, bound);
  });
}

function scratchSize(body: Plan | undefined): number {
  if (body === undefined) return 0;
  return Math.ceil(body.arenaBytes / elementBytes) + firstBindingEntry + body.bindings.size;
}

/** The body's arena and its table of addresses are working memory. Operands are row-major, so that elements are too. */
export const scanKernel: Kernel = {
  operation: "scan",
  readsStrides: false,
  scratchSize: (_inputs, _output, body) => scratchSize(body),
  emit,
};
