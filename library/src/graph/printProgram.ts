// Programs as text: one line for each node, operands before what uses them.
import { formatShape, type Tensor } from "../tensor/index.ts";
import { constantValues } from "./constantFolding.ts";
import { type Expression, formatNotation, formatNumber, nameExpression } from "./formatNotation.ts";
import type { Program } from "./program.ts";
import { orderOfNeed } from "./rewrite.ts";
import { formatAttributes } from "./structuralKey.ts";

/** Gives each thing a name of its own: the wanted one, with a number where it is taken. */
export class DistinctNames {
  private readonly taken = new Set<string>();

  take(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.taken.has(name); number += 1) name = `${wanted}.${number}`;
    this.taken.add(name);
    return name;
  }
}

/** Constants up to this many numbers are written out. */
const writtenNumbers = 4;

/** A constant's numbers, shortened. */
export function formatValues(values: readonly number[]): string {
  const shown = values.slice(0, writtenNumbers).map(formatNumber).join(", ");
  return values.length > writtenNumbers ? `[${shown}, ... ${values.length} numbers]` : `[${shown}]`;
}

/**
 * A program as text: `z1 float[64,128] = x · W` for each node, then its outputs and updates.
 * The text depends on the program alone, not on when its nodes were built.
 */
export function printProgram(program: Program): string {
  const { inputs, outputs, updates } = program;
  const names = new DistinctNames();
  const nameOf = new Map<Tensor, string>();
  const lines: string[] = [];
  for (const [name, node] of inputs) {
    nameOf.set(node, names.take(name));
    lines.push(`input ${name} ${formatSpec(node)}`);
  }
  const operand = (node: Tensor): Expression => nameExpression(nameOf.get(node) ?? splatText(node) ?? "?");
  for (const node of orderOfNeed([...outputs.values(), ...updates.map(({ value }) => value)])) {
    if (nameOf.has(node) || splatText(node) !== undefined) continue;
    const { operation, attributes } = node;
    nameOf.set(node, names.take(node.label ?? operation.name));
    const values = constantValues(node);
    const meaning =
      values === undefined ? formatNotation(operation, node.inputs.map(operand)).text : formatValues(values);
    const details = values === undefined ? formatAttributes(attributes) : "";
    lines.push(`${operand(node).text} ${formatSpec(node)} = ${meaning}${details === "" ? "" : ` {${details}}`}`);
  }
  for (const [name, node] of outputs) lines.push(`output ${name} = ${operand(node).text}`);
  for (const { state, value } of updates) lines.push(`update ${operand(state).text} = ${operand(value).text}`);
  return lines.join("\n");
}

const formatSpec = ({ dtype, shape }: Tensor): string => `${dtype}${formatShape(shape)}`;

/** A number that fills a whole value is written where it is used. */
function splatText(node: Tensor): string | undefined {
  const values = constantValues(node);
  return values?.length === 1 ? formatNumber(values[0] ?? 0) : undefined;
}
