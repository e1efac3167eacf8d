// Bodies of fused loops as scalar formulas: what a code generator emits for each stored value.

import { scalarKind } from "../ops/index.ts";
import {
  elementPosition,
  GraphError,
  type ScalarKind,
  type ScalarNode,
  scalarOf,
  scalarOperand,
} from "../tensor/index.ts";
import type { Body, BodyValue } from "./plan.ts";

const sameValue = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/**
 * Makes equal scalar nodes one object. Nodes are compared by instruction, kind, value and (already shared) inputs, so
 * a formula becomes a graph in which each common subexpression stands once.
 */
export class ScalarSharing {
  private readonly shared = new Map<string, ScalarNode>();
  private readonly numbers = new Map<ScalarNode, number>();
  private readonly known = new Map<ScalarNode, ScalarNode>();

  /** The one node that equals the given one. */
  share(node: ScalarNode): ScalarNode {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const inputs = node.inputs.map((input) => this.share(input));
    const key = [node.instruction, node.kind, sameValue(node.value), ...inputs.map((input) => this.numbers.get(input))];
    const found = this.shared.get(key.join()) ?? { ...node, inputs };
    this.shared.set(key.join(), found);
    if (!this.numbers.has(found)) this.numbers.set(found, this.numbers.size);
    this.known.set(node, found);
    this.known.set(found, found);
    return found;
  }
}

/**
 * The formulas of some values of a body, in the order in which they are asked for. Instruction `operand` with value
 * `i` is load `i` of the body, with the kind that the load's dtype has. Common subexpressions, within one formula and
 * between formulas, are the same object.
 *
 * @throws {GraphError} when an application of the body has no scalar formula.
 */
export function bodyFormulas(body: Body, values: readonly BodyValue[]): ScalarNode[] {
  const sharing = new ScalarSharing();
  const loads = body.loads.map(({ dtype }, position) => sharing.share(loadNode(position, scalarKind(dtype))));
  const applications: ScalarNode[] = [];
  const nodeOf = ({ kind, position }: BodyValue): ScalarNode => {
    const node = kind === "load" ? loads[position] : applications[position];
    if (node === undefined) throw new GraphError(`a body has no ${kind} ${position} where it is used`);
    return node;
  };
  for (const { operation, operands, attributes } of body.applications) {
    if (operation.scalar === undefined) {
      throw new GraphError(`${operation.name} cannot stand in a fused loop: it has no scalar formula`);
    }
    const scalars = operands.map((operand) => scalarOf(nodeOf(operand)));
    applications.push(sharing.share(operation.scalar(scalars, attributes, elementPosition).node));
  }
  return values.map(nodeOf);
}

function loadNode(position: number, kind: ScalarKind): ScalarNode {
  return scalarOperand(position, kind).node;
}
