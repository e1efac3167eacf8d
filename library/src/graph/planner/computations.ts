// What the planner works on: values that may have memory, and computations that write them.
import type { Attributes, Operation, Shape, Spec, Tensor, View } from "../../tensor/index.ts";

/**
 * Something that has, or may get, memory: a binding, constant numbers, the result of a computation, or an assembly
 * into which several computations write.
 */
export interface Value {
  readonly kind: "input" | "output" | "state" | "constant" | "computed" | "assembly";
  readonly spec: Spec;
  /** What it holds, for people: names that nodes were given, else the operation's; the binding's name where it has one. */
  label: string;
  /** Whether the label was given, rather than made up. */
  isNamed: boolean;
  /** The numbers of a constant. */
  readonly values?: readonly number[];
  /** Everything that writes into it, in the order of the program; includes what is written into values inside it. */
  readonly writers: Computation[];
  /** The value in whose memory it stands, from element `offset` on; undefined while it has memory of its own. */
  inside: { readonly value: Value; readonly offset: number } | undefined;
  /** The state that this value replaces, in the same memory; what reads the old one must come before. */
  readonly replaces: Value | undefined;
}

/** What a computation reads: elements of a value, or the same number everywhere. */
export type Operand =
  | { readonly kind: "value"; readonly value: Value; readonly view: View }
  | { readonly kind: "splat"; readonly node: Tensor };

/** One node to be computed, or a copy, which is an elementwise computation without an operation. */
export interface Computation {
  readonly kind: "elementwise" | "reduce" | "kernel";
  /** What is iterated over: the result's shape, or the operand's where a reduction combines its elements. */
  readonly shape: Shape;
  readonly operation: Operation | undefined;
  readonly attributes: Attributes;
  readonly operands: readonly Operand[];
  readonly result: Value;
  /** The elements of the result that it writes. */
  readonly view: View;
  /** The node of the program that it computes; undefined for copies. */
  readonly node: Tensor | undefined;
}

/** A program as computations, operands before what uses them. */
export interface Lowered {
  readonly computations: readonly Computation[];
  /** Fills that must come before the parts of an assembly. */
  readonly fills: readonly Computation[];
  /** The new values of states that are replaced. */
  readonly replacements: readonly Value[];
  readonly inputs: ReadonlyMap<string, Value>;
  readonly outputs: ReadonlyMap<string, Value>;
}

interface ValueOptions {
  readonly isNamed?: boolean;
  readonly values?: readonly number[];
  readonly replaces?: Value;
}

/** A value that nothing writes yet, with memory of its own. */
export function newValue(kind: Value["kind"], spec: Spec, label: string, options: ValueOptions = {}): Value {
  const { values, replaces, isNamed = false } = options;
  const value: Value = { kind, spec, label, isNamed, writers: [], inside: undefined, replaces };
  return values === undefined ? value : { ...value, values };
}

/** The value in whose memory a value stands in the end, and the distance from its start in elements. */
export function rootOf(value: Value): { readonly root: Value; readonly offset: number } {
  const { inside, replaces } = value;
  if (inside !== undefined) {
    const { root, offset } = rootOf(inside.value);
    return { root, offset: offset + inside.offset };
  }
  return replaces === undefined ? { root: value, offset: 0 } : rootOf(replaces);
}

/** Notes that a computation writes into a value, and so into those that it stands inside. */
export function addWriter(value: Value, writer: Computation): void {
  value.writers.push(writer);
  if (value.inside !== undefined) addWriter(value.inside.value, writer);
}

/** Lets a value stand inside another one, from element `offset` on. */
export function placeInside(value: Value, outer: Value, offset: number): void {
  value.inside = { value: outer, offset };
  for (const writer of value.writers) addWriter(outer, writer);
}
