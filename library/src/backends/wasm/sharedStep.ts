// Steps that differ only in where their operands stand: one function serves them all, and is told the addresses.
import type { Access, Body, Step } from "../../graph/index.ts";
import { formatAttributes, Numbering } from "../../graph/index.ts";
import type { Operation } from "../../tensor/index.ts";
import { type Addresses, elementBytes } from "./planLayout.ts";

/** The first element of a buffer that a step touches. */
export interface Origin {
  readonly buffer: number;
  readonly offset: number;
}

/** A step over operands that are numbered in the order in which it names them. */
export interface SharedStep {
  /** The same for steps that one function can serve. */
  readonly key: string;
  /** The step, with accesses that count buffers and elements from the origins. */
  readonly step: Step;
  readonly origins: readonly Origin[];
}

/** Steps share a function that is told their addresses where there are at least this many alike. */
export const worthSharing = 2;

/** Where operands stand in the function of a shared step: each origin is a parameter. */
export const parameterAddresses: Addresses = {
  placeOf: ({ buffer, view }) => ({ base: buffer, offset: view.offset * elementBytes }),
  // Buffers that a step uses together never overlap, unless they are the same one.
  range: (buffer) => ({ base: buffer, start: 0, end: Number.POSITIVE_INFINITY }),
};

function accessesOf(step: Step): readonly Access[] {
  if (step.kind === "kernel")
    return [...step.inputs, step.output, ...(step.scratch === undefined ? [] : [step.scratch])];
  const outputs = step.kind === "reduce" ? [step.output] : step.outputs.map(({ access }) => access);
  return [...step.body.loads, ...outputs];
}

function originsOf(step: Step): Map<number, Origin & { readonly position: number }> {
  const origins = new Map<number, Origin & { readonly position: number }>();
  for (const { buffer, view } of accessesOf(step)) {
    const known = origins.get(buffer);
    const position = known?.position ?? origins.size;
    origins.set(buffer, { buffer, position, offset: Math.min(view.offset, known?.offset ?? view.offset) });
  }
  return origins;
}

function mapAccesses(step: Step, map: (access: Access) => Access): Step {
  if (step.kind === "kernel") {
    const scratch = step.scratch === undefined ? undefined : map(step.scratch);
    return { ...step, inputs: step.inputs.map(map), output: map(step.output), scratch };
  }
  const body = { ...step.body, loads: step.body.loads.map(map) };
  if (step.kind === "reduce") return { ...step, body, output: map(step.output) };
  return { ...step, body, outputs: step.outputs.map(({ value, access }) => ({ value, access: map(access) })) };
}

/** Describes steps so that equal descriptions mean equal code. */
export class StepSharing {
  private readonly operations = new Numbering<Operation>();

  /** The step over its origins; undefined for one that repeats a plan of its own. */
  share(step: Step): SharedStep | undefined {
    if (step.kind === "kernel" && step.body !== undefined) return undefined;
    const origins = originsOf(step);
    const shared = mapAccesses(step, (access) => {
      const { position = 0, offset = 0 } = origins.get(access.buffer) ?? {};
      return { ...access, buffer: position, view: { ...access.view, offset: access.view.offset - offset } };
    });
    return { key: this.describe(shared), step: shared, origins: [...origins.values()] };
  }

  private describe(step: Step): string {
    if (step.kind === "kernel") {
      const { operation, attributes, inputs, output, scratch } = step;
      return `${this.operation(operation, attributes)} ${JSON.stringify([inputs, output, scratch])}`;
    }
    const body = this.body(step.body);
    if (step.kind === "elementwise") return `loop ${body} ${JSON.stringify([step.shape, step.outputs])}`;
    const { shape, axes, reducer, value, output } = step;
    return `${reducer} ${body} ${JSON.stringify([shape, axes, value, output])}`;
  }

  private operation(operation: Operation, attributes: Parameters<typeof formatAttributes>[0]): string {
    return `${this.operations.of(operation)}{${formatAttributes(attributes)}}`;
  }

  private body({ loads, applications }: Body): string {
    const applied = applications.map(({ operation, attributes, operands, dtype }) => {
      return `${this.operation(operation, attributes)}${dtype}${JSON.stringify(operands)}`;
    });
    return `${JSON.stringify(loads)} ${applied.join()}`;
  }
}
