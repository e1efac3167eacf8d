// What printing and drawing a plan have in common: names of its buffers, accesses and formulas as text.
import { formatShape, sizeOf } from "../tensor/index.ts";
import { type Expression, formatNotation, formatNumber, nameExpression } from "./formatNotation.ts";
import type { Access, Body, BodyValue, KernelStep, Plan, ReduceStep, Step } from "./plan.ts";
import { isContiguous } from "./planner/index.ts";
import { DistinctNames, formatValues } from "./printProgram.ts";
import { formatAttributes } from "./structuralKey.ts";

/** One step as text. */
export interface StepDescription {
  /** What kind of step, over what shape: `loop [64,128]`. */
  readonly title: string;
  /** One line for each value that it names or stores: `a1 = σ(z1 + b1)`. */
  readonly lines: readonly string[];
  /** Positions of the buffers that it reads and writes, each once. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** A name of its own for each buffer: bindings have theirs, constants are written as their numbers. */
export function nameBuffers({ buffers }: Plan): string[] {
  const names = new DistinctNames();
  const fixed = buffers.map(({ place }) => (place.kind === "binding" ? names.take(place.name) : undefined));
  return buffers.map(({ place, label }, position) => {
    if (place.kind === "constant") return formatValues(place.values);
    return fixed[position] ?? names.take(label);
  });
}

/** An access as text: the buffer's name, and what part of it is meant where that is not the whole. */
export function formatAccess({ buffer, view }: Access, plan: Plan, names: readonly string[]): string {
  const name = names[buffer] ?? "?";
  const { offset, shape, strides } = view;
  const size = sizeOf(shape);
  const whole = plan.buffers[buffer]?.size ?? 0;
  if (isContiguous(view)) return size === whole ? name : `${name}[${offset}..${offset + size}]`;
  if (strides.every((stride, axis) => stride === 0 || shape[axis] === 1))
    return whole === 1 ? name : `${name}[${offset}]`;
  const start = offset === 0 ? "" : `${offset} + `;
  return `${name}[${start}${strides.map((stride, axis) => `${shape[axis]}×${stride}`).join(", ")}]`;
}

/** What a step computes, reads and writes. */
export function describeStep(step: Step, plan: Plan, names: readonly string[]): StepDescription {
  const describe = (access: Access): string => formatAccess(access, plan, names);
  if (step.kind === "kernel") return describeKernel(step, describe);
  if (step.kind === "reduce") return describeReduction(step, describe);
  const outputs = step.outputs.map(({ value, access }) => ({ value, text: describe(access) }));
  return {
    title: `loop ${formatShape(step.shape)}`,
    lines: describeBody(step.body, outputs, describe).lines,
    reads: distinct(step.body.loads),
    writes: distinct(step.outputs.map(({ access }) => access)),
  };
}

const distinct = (accesses: readonly Access[]): number[] => [...new Set(accesses.map(({ buffer }) => buffer))];

function describeKernel(step: KernelStep, describe: (access: Access) => string): StepDescription {
  const { operation, attributes, inputs, output, scratch } = step;
  const details = formatAttributes(attributes);
  const operands = inputs.map((input) => nameExpression(describe(input)));
  const meaning = formatNotation(operation, operands).text;
  const memory = scratch === undefined ? "" : `, with ${sizeOf(scratch.view.shape)} elements of scratch`;
  return {
    title: `kernel ${operation.name}${details === "" ? "" : ` {${details}}`} ${formatShape(output.view.shape)}${memory}`,
    lines: [`${describe(output)} = ${meaning}`],
    reads: distinct(inputs),
    writes: distinct([output]),
  };
}

function describeReduction(step: ReduceStep, describe: (access: Access) => string): StepDescription {
  const { reducer, shape, axes, body, value, output } = step;
  const { lines, expressionOf } = describeBody(body, [], describe);
  return {
    title: `${reducer} ${formatShape(shape)} over ${axes.length === 1 ? "axis" : "axes"} ${axes.join(", ")}`,
    lines: [...lines, `${describe(output)} = ${reducer}(${expressionOf(value).text})`],
    reads: distinct(body.loads),
    writes: distinct([output]),
  };
}

/** Applications that are used several times get a name; the others are written where they are used. */
function describeBody(
  { loads, applications }: Body,
  outputs: readonly { readonly value: BodyValue; readonly text: string }[],
  describe: (access: Access) => string,
): { readonly lines: string[]; expressionOf(value: BodyValue): Expression } {
  const uses = applications.map(() => 0);
  const used = [...applications.flatMap(({ operands }) => operands), ...outputs.map(({ value }) => value)];
  for (const { kind, position } of used) if (kind === "application") uses[position] = (uses[position] ?? 0) + 1;
  const expressions: Expression[] = [];
  const lines: string[] = [];
  const expressionOf = ({ kind, position }: BodyValue): Expression => {
    const load = loads[position];
    if (kind === "load" && load !== undefined) return nameExpression(describe(load));
    return expressions[position] ?? nameExpression("?");
  };
  const loaded = new Set(loads.map(describe));
  let temporaries = 0;
  applications.forEach(({ operation, attributes, operands }, position) => {
    if (operation.source === "constant") {
      const [value = 0] = Array.isArray(attributes.values) ? attributes.values : [];
      expressions.push(nameExpression(formatNumber(Number(value))));
      return;
    }
    const expression = formatNotation(operation, operands.map(expressionOf));
    const stored = outputs.filter(({ value }) => value.kind === "application" && value.position === position);
    const isNamed = (uses[position] ?? 0) > Math.max(1, stored.length);
    // A result that overwrites an operand cannot lend its name: the name means the operand until the loop ends.
    const lent = stored.find(({ text }) => !loaded.has(text))?.text;
    if (isNamed && lent === undefined) temporaries += 1;
    const name = lent ?? `t${temporaries}`;
    if (isNamed && lent === undefined) lines.push(`${name} = ${expression.text}`);
    for (const { text } of stored) {
      lines.push(`${text} = ${isNamed && text !== lent ? name : expression.text}`);
    }
    expressions.push(isNamed ? nameExpression(name) : expression);
  });
  for (const { value, text } of outputs) {
    if (value.kind === "load") lines.push(`${text} = ${expressionOf(value).text}`);
  }
  return { lines, expressionOf };
}
