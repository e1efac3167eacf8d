// Notation: operations written as people write them, with as few parentheses as the meaning needs.
import type { Notation, Operation } from "../tensor/index.ts";

/** A written expression, and how strongly its outermost operation binds. */
export interface Expression {
  readonly text: string;
  readonly precedence: number;
}

/** Names and function calls bind most strongly: nothing can tear them apart. */
const strongest = 5;
const defaultPrecedence = 4;

/** An expression without operators: a name, a number. */
export function nameExpression(text: string): Expression {
  return { text, precedence: strongest };
}

/** A number, rounded to six digits. */
export function formatNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(Number(value.toPrecision(6)));
}

/** The notation of an operation that has none: a call. */
function callOf({ name, operands }: Operation): Notation {
  return { text: `${name}(${operands.map((operand) => `{${operand}}`).join(", ")})` };
}

/** `σ(x · W + b)`: the operation's notation with its operands filled in. */
export function formatNotation(operation: Operation, operands: readonly Expression[]): Expression {
  const { text, precedence = defaultPrecedence } = operation.notation ?? callOf(operation);
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string, at: number) => {
    const position = operation.operands.indexOf(name);
    const isLast = position === operation.operands.length - 1;
    const named =
      operation.variadic === true && isLast ? operands.slice(position) : operands.slice(position, position + 1);
    const isEnclosed = depthAt(text, at) > 0;
    return named.map((operand) => (isEnclosed ? operand.text : enclose(operand, precedence, position))).join(", ");
  });
  const isCall = /^[^ ]*\(.*\)$/.test(text) || operands.length === 0;
  return { text: filled, precedence: isCall ? strongest : precedence };
}

/** How many brackets of a template are open at a position. */
function depthAt(text: string, position: number): number {
  const before = text.slice(0, position);
  const bars = before.split("|").length - 1;
  return before.split("(").length - before.split(")").length + (bars % 2);
}

/** Of two that bind equally, the left one needs no parentheses: a - b - c is (a - b) - c. */
function enclose({ text, precedence }: Expression, outer: number, position: number): string {
  return precedence > outer || (precedence === outer && position === 0) ? text : `(${text})`;
}
