// Structural keys: equal strings for nodes that compute the same value, for common subexpressions.
import type { Attributes, AttributeValue, Operation, Tensor } from "../tensor/index.ts";

// JSON would write NaN, the infinities and -0 like other values.
const formatNumber = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function formatValue(value: AttributeValue): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "boolean" ? String(value) : `[${value.map(formatNumber).join()}]`;
}

/** Attributes as text, independent of their order. */
export function formatAttributes(attributes: Attributes): string {
  const present = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${formatValue(value)}`],
  );
  return present.sort().join(";");
}

/** Numbers objects in the order in which they are first asked for. */
export class Numbering<T> {
  private readonly numbers = new Map<T, number>();

  of(object: T): number {
    const number = this.numbers.get(object) ?? this.numbers.size;
    this.numbers.set(object, number);
    return number;
  }
}

/** Gives nodes keys; operands are compared by identity, so they must have been shared before. */
export class StructuralKeys {
  private readonly operations = new Numbering<Operation>();
  private readonly nodes = new Numbering<Tensor>();

  of(node: Tensor): string {
    const inputs = node.inputs.map((input) => this.nodes.of(input)).join();
    return `${this.operations.of(node.operation)}(${inputs}){${formatAttributes(node.attributes)}}`;
  }
}
