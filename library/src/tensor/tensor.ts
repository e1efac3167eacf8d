// The graph node: a value described by the operation, operands and attributes that give it.
import { ShapeError } from "./errors.ts";
import type { Attributes, Operation } from "./operation.ts";
import { type Dtype, formatShape, type Shape, type Spec } from "./spec.ts";

let created = 0;

/**
 * A value in a graph. It holds no numbers: a backend computes them when a plan of the graph runs.
 * Tensors are immutable; building one never changes another.
 */
export class Tensor implements Spec {
  /** Order of creation, which is a topological order: operands have smaller numbers. */
  readonly id: number;
  readonly operation: Operation;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly shape: Shape;
  readonly dtype: Dtype;
  /** A name for people: `kernel`, `z2`; also the binding's name where the operation is an input. */
  readonly label: string | undefined;

  constructor(operation: Operation, inputs: readonly Tensor[], attributes: Attributes, label?: string) {
    const spec = operation.infer(inputs, attributes);
    created += 1;
    this.id = created;
    this.operation = operation;
    this.inputs = inputs;
    this.attributes = attributes;
    this.shape = spec.shape;
    this.dtype = spec.dtype;
    this.label = label;
  }

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** The operand at a position. @throws {ShapeError} when there is none. */
  input(position: number): Tensor {
    const input = this.inputs[position];
    if (input === undefined) throw new ShapeError(`${this.operation.name} has no operand ${position}`);
    return input;
  }

  /** The same value under a name for people. */
  named(label: string): Tensor {
    return new Tensor(this.operation, this.inputs, this.attributes, label);
  }

  toString(): string {
    return `${this.operation.name}${formatShape(this.shape)}${this.label === undefined ? "" : ` "${this.label}"`}`;
  }
}
