// The types of a plan: what a backend runs, with every loop, buffer and offset decided.
import type { Attributes, Dtype, Operation, Reducer, Shape, Spec, View } from "../tensor/index.ts";
import type { Program } from "./program.ts";

/** Where a buffer lives. Offsets are bytes from the arena's start, multiples of {@link arenaAlignment}. */
export type BufferPlace =
  | { readonly kind: "binding"; readonly name: string }
  | { readonly kind: "arena"; readonly offset: number }
  | { readonly kind: "constant"; readonly values: readonly number[] };

/** Memory of one value (or of several values one after another in time, or side by side in an assembly). */
export interface PlanBuffer {
  readonly dtype: Dtype;
  /** Number of elements; each takes four bytes in float32 backends. */
  readonly size: number;
  readonly place: BufferPlace;
  /** What it holds, for people. */
  readonly label: string;
}

/** Elements of a buffer, seen with a shape. */
export interface Access {
  /** Position in `Plan.buffers`. */
  readonly buffer: number;
  readonly view: View;
  readonly dtype: Dtype;
}

/** A value inside a body: a loaded operand, or the result of an earlier application. */
export type BodyValue =
  | { readonly kind: "load"; readonly position: number }
  | { readonly kind: "application"; readonly position: number };

/** One elementwise operation inside a fused loop. */
export interface Application {
  readonly operation: Operation;
  readonly attributes: Attributes;
  readonly operands: readonly BodyValue[];
  readonly dtype: Dtype;
}

/**
 * What a fused loop computes for one element: loads, then applications in order. Each load's view has the loop's
 * shape (stride 0 where an operand is broadcast).
 */
export interface Body {
  readonly loads: readonly Access[];
  readonly applications: readonly Application[];
}

/** One loop over `shape` that stores one or more values of its body; an output may be the same memory as a load. */
export interface ElementwiseStep {
  readonly kind: "elementwise";
  readonly shape: Shape;
  readonly body: Body;
  readonly outputs: readonly { readonly value: BodyValue; readonly access: Access }[];
}

/** Combines `value` of the body over `axes` of `shape`; the output's view has the remaining axes in order. */
export interface ReduceStep {
  readonly kind: "reduce";
  readonly shape: Shape;
  readonly axes: readonly number[];
  readonly reducer: Reducer;
  readonly body: Body;
  readonly value: BodyValue;
  readonly output: Access;
}

/** An operation for which the backend has code of its own. */
export interface KernelStep {
  readonly kind: "kernel";
  readonly operation: Operation;
  readonly attributes: Attributes;
  readonly inputs: readonly Access[];
  readonly output: Access;
  /** Working memory as the backend asked for it; contents are not kept between steps. */
  readonly scratch: Access | undefined;
  /** What a loop repeats, for operations that are one; its bindings are described at {@link loopBindings}. */
  readonly body?: Plan | undefined;
}

export type Step = ElementwiseStep | ReduceStep | KernelStep;

/** Bytes to which every arena offset is aligned: a cache line. */
export const arenaAlignment = 64;

/** A program with its loops, order and memory decided. */
export interface Plan {
  /** The program after simplification: what the reference backend evaluates and what printing names. */
  readonly program: Program;
  readonly buffers: readonly PlanBuffer[];
  readonly steps: readonly Step[];
  /** Bindings by name: inputs, states and outputs, each with the buffer that stands for it. */
  readonly bindings: ReadonlyMap<string, { readonly buffer: number; readonly spec: Spec; readonly role: BindingRole }>;
  /** Size of the arena in bytes. */
  readonly arenaBytes: number;
}

/** `state` is an input that the plan replaces. */
export type BindingRole = "input" | "output" | "state";

/** What the planner must know of the backend that a plan is for. */
export interface PlanTarget {
  /** Whether the backend has a kernel for an operation; without one the planner decomposes it. */
  hasKernel(operation: Operation): boolean;
  /** Whether that kernel reads operands with any strides; otherwise the planner copies them to row-major order. */
  readsStrides(operation: Operation): boolean;
  /** Elements of float working memory that the kernel wants for these operands. */
  scratchSize(operation: Operation, inputs: readonly View[], output: View, body?: Plan): number;
}
