// Plans written by hand, for tests of code generation that need views which no planner would choose.
import {
  type Access,
  type BodyValue,
  type BufferPlace,
  createProgram,
  type Plan,
  type PlanBuffer,
  type Step,
} from "../../../src/graph/index.ts";
import {
  type Dtype,
  type ElementPosition,
  type Operation,
  type Scalar,
  type Shape,
  type Spec,
  stridesOf,
  type View,
} from "../../../src/tensor/index.ts";

/** A row-major view, or one with strides and an offset of its own. */
export function viewOf(shape: Shape, strides: readonly number[] = stridesOf(shape), offset = 0): View {
  return { shape, strides, offset };
}

/** An elementwise operation that exists in one test only. */
export function formula(
  operands: readonly string[],
  scalar: (operands: readonly Scalar[], position: ElementPosition) => Scalar,
): Operation {
  return {
    name: "formula",
    operands,
    notation: { text: "formula" },
    infer: () => {
      throw new Error("a formula of a test is not inferred");
    },
    reference: () => {
      throw new Error("a formula of a test has no reference");
    },
    scalar: (given, _attributes, position) => scalar(given, position),
    vjp: {},
    samples: () => [],
  };
}

export const loaded = (position: number): BodyValue => ({ kind: "load", position });
export const applied = (position: number): BodyValue => ({ kind: "application", position });

/** A plan under construction. */
export class HandPlan {
  private readonly buffers: PlanBuffer[] = [];
  private readonly bindings = new Map<string, { buffer: number; spec: Spec; role: "input" | "output" | "state" }>();
  private readonly steps: Step[] = [];
  private arenaBytes = 0;

  private add(dtype: Dtype, size: number, place: BufferPlace, label: string): number {
    this.buffers.push({ dtype, size, place, label });
    return this.buffers.length - 1;
  }

  /** A binding of `size` elements. */
  bind(name: string, size: number, dtype: Dtype = "float", role: "input" | "output" | "state" = "state"): number {
    const buffer = this.add(dtype, size, { kind: "binding", name }, name);
    this.bindings.set(name, { buffer, spec: { shape: [size], dtype }, role });
    return buffer;
  }

  arena(size: number, dtype: Dtype = "float"): number {
    const buffer = this.add(dtype, size, { kind: "arena", offset: this.arenaBytes }, "arena");
    this.arenaBytes += Math.ceil((size * 4) / 64) * 64;
    return buffer;
  }

  constant(values: readonly number[], size = values.length, dtype: Dtype = "float"): number {
    return this.add(dtype, size, { kind: "constant", values }, "constant");
  }

  access(buffer: number, view: View): Access {
    return { buffer, view, dtype: this.buffers[buffer]?.dtype ?? "float" };
  }

  step(step: Step): this {
    this.steps.push(step);
    return this;
  }

  /** An elementwise step of one operation over all its operands. */
  elementwise(operation: Operation, inputs: readonly Access[], output: Access): this {
    return this.step({
      kind: "elementwise",
      shape: output.view.shape,
      body: {
        loads: inputs,
        applications: [
          { operation, attributes: {}, operands: inputs.map((_, index) => loaded(index)), dtype: output.dtype },
        ],
      },
      outputs: [{ value: applied(0), access: output }],
    });
  }

  build(): Plan {
    return {
      program: createProgram({}),
      buffers: this.buffers,
      steps: this.steps,
      bindings: this.bindings,
      arenaBytes: this.arenaBytes,
    };
  }
}
