// Lowering: a simplified program becomes computations over values; views disappear into how operands are read.

import { constant } from "../../ops/index.ts";
import { GraphError, type Shape, type Spec, sizeOf, type Tensor, type View } from "../../tensor/index.ts";
import { constantValues, splatValue } from "../constantFolding.ts";
import { natureOf } from "../natures.ts";
import type { PlanTarget } from "../plan.ts";
import { inputName, type Program } from "../program.ts";
import { addWriter, type Computation, newValue, type Operand, placeInside, type Value } from "./computations.ts";
import { broadcastView, composeViews, isContiguous, wholeView } from "./views.ts";

/** What is read from memory. */
type Read = Operand & { readonly kind: "value" };

/** Where a copy goes. */
export interface Destination {
  readonly value: Value;
  readonly view: View;
}

/** Collects the computations of a program, in an order in which operands come before what uses them. */
export class Lowering {
  readonly computations: Computation[] = [];
  readonly fills: Computation[] = [];
  readonly inputs = new Map<string, Value>();
  private readonly operands = new Map<Tensor, Operand>();
  private readonly target: PlanTarget;

  constructor(program: Program, target: PlanTarget) {
    this.target = target;
    const states = new Set(program.updates.map(({ state }) => inputName(state)));
    for (const [name, node] of program.inputs) {
      this.inputs.set(name, newValue(states.has(name) ? "state" : "input", node, name));
    }
  }

  /** How the value of a node is read. The node's operands must have been lowered before. */
  operandOf(node: Tensor): Operand {
    const known = this.operands.get(node);
    if (known !== undefined) return known;
    const operand = this.lower(node);
    this.operands.set(node, operand);
    return operand;
  }

  private lower(node: Tensor): Operand {
    switch (natureOf(node.operation)) {
      case "input":
        return readWhole(this.input(node));
      case "constant":
        return splatValue(node) === undefined ? readWhole(constantValue(node)) : { kind: "splat", node };
      case "view":
        return this.lowerView(node);
      case "assembly":
        return this.lowerAssembly(node);
      case "elementwise":
        return this.compute(
          "elementwise",
          node,
          node.shape,
          node.inputs.map((input) => this.operandOf(input)),
        );
      case "reduction":
        return this.compute("reduce", node, node.input(0).shape, [this.operandOf(node.input(0))]);
      case "kernel":
        return this.lowerKernel(node);
    }
  }

  private input(node: Tensor): Value {
    const name = inputName(node);
    const value = this.inputs.get(name);
    if (value === undefined) throw new GraphError(`the input "${name}" is not listed by its program`);
    return value;
  }

  private compute(kind: Computation["kind"], node: Tensor, shape: Shape, operands: readonly Operand[]): Operand {
    const { operation, attributes } = node;
    const result = newValue("computed", node, labelOf(node), { isNamed: node.label !== undefined });
    this.add({ kind, shape, operation, attributes, operands, result, view: wholeView(node.shape), node });
    return readWhole(result);
  }

  private add(computation: Computation): Computation {
    this.computations.push(computation);
    addWriter(computation.result, computation);
    return computation;
  }

  /** Copies what is read to a place, element by element. */
  copy(source: Operand, { value, view }: Destination): Computation {
    const { source: operand, target } = alignCopy(source, view);
    return this.add({
      kind: "elementwise",
      shape: target.shape,
      operation: undefined,
      attributes: {},
      operands: [operand],
      result: value,
      view: target,
      node: undefined,
    });
  }

  /** What is read, in row-major order in memory of its own. */
  materialize(source: Operand, { shape, dtype }: Spec): Read {
    const label = source.kind === "value" ? `copy of ${source.value.label}` : "constant";
    const value = newValue("computed", { shape, dtype }, label);
    this.copy(source, { value, view: wholeView(shape) });
    return readWhole(value);
  }

  private lowerView(node: Tensor): Operand {
    const input = node.input(0);
    const view = node.operation.view?.(input, node.attributes);
    if (view === undefined) return this.lowerKernel(node);
    const source = this.operandOf(input);
    const base = source.kind === "value" ? source : this.materialize(source, input);
    const composed = composeViews(base.view, view);
    if (composed !== undefined) return { kind: "value", value: base.value, view: composed };
    return { kind: "value", value: this.materialize(base, input).value, view };
  }

  private lowerKernel(node: Tensor): Operand {
    const { operation } = node;
    if (!this.target.hasKernel(operation)) {
      throw new GraphError(`the backend has no kernel for ${operation.name}`, {
        where: node.toString(),
        fix: 'Take it from the "ops" of the package, which bring their kernels, use another backend, or give it a decompose',
      });
    }
    const readsStrides = this.target.readsStrides(operation);
    const operands = node.inputs.map((input) => {
      const operand = this.operandOf(input);
      const read = operand.kind === "value" ? operand : repeated(operand.node);
      return readsStrides || isContiguous(read.view) ? read : this.materialize(operand, input);
    });
    return this.compute("kernel", node, node.shape, operands);
  }

  private lowerAssembly(node: Tensor): Operand {
    const { fill, parts } = node.operation.assemble?.(node.inputs, node.attributes) ?? { parts: [] };
    const assembly = newValue("assembly", node, labelOf(node), { isNamed: node.label !== undefined });
    if (fill !== undefined) {
      const splat = { kind: "splat", node: constant(fill, { dtype: node.dtype }) } as const;
      this.fills.push(this.copy(splat, { value: assembly, view: wholeView(node.shape) }));
    }
    node.inputs.forEach((input, position) => {
      const view = parts[position];
      if (view !== undefined) this.put(this.operandOf(input), { value: assembly, view });
    });
    return readWhole(assembly);
  }

  /** Makes a value stand at a place: an assembly that has none yet is built there, everything else is copied. */
  put(source: Operand, destination: Destination): void {
    const { value, view } = destination;
    if (source.kind === "value" && canStandAt(source, view)) placeInside(source.value, value, view.offset);
    else this.copy(source, destination);
  }
}

const labelOf = ({ label, operation }: Tensor): string => label ?? operation.name;

function readWhole(value: Value): Read {
  return { kind: "value", value, view: wholeView(value.spec.shape) };
}

function constantValue(node: Tensor): Value {
  return newValue("constant", node, labelOf(node), { values: constantValues(node) ?? [] });
}

/** One number in memory, read again and again. */
function repeated(node: Tensor): Read {
  const value = newValue("constant", { shape: [], dtype: node.dtype }, "constant", {
    values: constantValues(node) ?? [],
  });
  return { kind: "value", value, view: broadcastView(wholeView([]), node.shape) };
}

/** Whether an operand reads all elements of its value in their order, whatever shape it gives them. */
function readsAll({ value, view }: Read): boolean {
  return view.offset === 0 && sizeOf(view.shape) === sizeOf(value.spec.shape) && isContiguous(view);
}

function canStandAt(source: Read, view: View): boolean {
  return (
    source.value.kind === "assembly" && source.value.inside === undefined && readsAll(source) && isContiguous(view)
  );
}

/**
 * A copy of a whole value iterates over the value's own shape, whatever shapes it was given on the way: then it can
 * be fused into the loop that computes the value.
 */
function alignCopy(source: Operand, target: View): { readonly source: Operand; readonly target: View } {
  if (source.kind === "splat" || !readsAll(source)) return { source, target };
  const own = wholeView(source.value.spec.shape);
  const aligned = composeViews(target, own);
  return aligned === undefined ? { source, target } : { source: { ...source, view: own }, target: aligned };
}
