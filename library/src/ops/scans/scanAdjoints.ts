// The derivative of a loop: a loop over the same steps the other way round.
import { type Loop, type Operation, Tensor, type VjpContext } from "../../tensor/index.ts";
import { add } from "../add.ts";
import { constant } from "../constant.ts";
import { flushDenormals } from "../flushDenormals.ts";
import { multiply } from "../multiply.ts";
import { sum } from "../sum.ts";
import { slotPart, slotsPart } from "./gradientParts.ts";
import { costlyNodes, nodesOf, placeholder, placeholdersOf, substitute } from "./loopGraph.ts";
import { firstSlot, scanLayout, slotBefore, slotOf, slotsOf } from "./scanLayout.ts";

type OperationOf = (loop: Loop) => Operation;

/** What a placeholder of the derivative's loop stands for: a sequence, or a value that stays. */
interface Fed {
  readonly stand: Tensor;
  readonly value: Tensor;
}

/** A loop that was run with its history, and its result. */
interface Run {
  readonly loop: Loop;
  readonly result: Tensor;
}

/** What one step gives, each part times the gradient of it, summed. */
interface Weighted {
  readonly total: Tensor;
  /** Stand for the gradients of the carried values. */
  readonly adjoints: readonly Tensor[];
  readonly sequences: readonly Fed[];
  readonly constants: readonly Fed[];
}

/** Without a history the steps are run again, to get one. */
function withHistory(loop: Loop, node: Tensor, operationOf: OperationOf): Run {
  if (loop.history) return { loop, result: node };
  const kept: Loop = { ...loop, history: true, outputs: [...loop.outputs, ...costlyNodes(loop)] };
  return { loop: kept, result: new Tensor(operationOf(kept), node.inputs, {}) };
}

function weigh(loop: Loop, g: Tensor): Weighted {
  const { carried, outputs, sums } = scanLayout(loop);
  const terms: Tensor[] = [];
  const sequences: Fed[] = [];
  const constants: Fed[] = [];
  const weighted = (value: Tensor, by: Tensor): void => void terms.push(sum(multiply(value, by)));
  const fed = (list: Fed[], value: Tensor, gradient: Tensor | undefined): void => {
    if (gradient === undefined) return;
    const stand = placeholder(value);
    list.push({ stand, value: gradient });
    weighted(value, stand);
  };
  const adjoints = loop.next.map((value) => placeholder(value));
  loop.next.forEach((value, position) => {
    weighted(value, adjoints[position] ?? value);
    const block = carried[position];
    if (loop.history && block) fed(sequences, value, slotsPart(g, block, firstSlot(loop, false), loop.steps));
  });
  loop.outputs.forEach((value, position) => {
    const block = outputs[position];
    if (block) fed(sequences, value, slotsPart(g, block, 0, loop.steps));
  });
  loop.sums.forEach((value, position) => {
    const block = sums[position];
    if (block) fed(constants, value, slotPart(g, block, 0));
  });
  return { total: terms.reduce((total, term) => add(total, term), constant(0)), adjoints, sequences, constants };
}

/** Values of the steps that the run has kept, so that the derivative need not compute them again. */
function keptValues({ loop, result }: Run): Fed[] {
  const { carried, outputs } = scanLayout(loop);
  const given = new Set(placeholdersOf(loop));
  const nodes = [...loop.next, ...loop.outputs];
  return [...carried, ...outputs].flatMap((block, position) => {
    const stand = nodes[position];
    if (stand === undefined || given.has(stand) || stand.operation.source !== undefined) return [];
    const first = position < carried.length ? firstSlot(loop, false) : 0;
    return [{ stand, value: slotsOf(result, block, first, loop.steps) }];
  });
}

/** The derivatives of one step with placeholders for values that are known. */
function overKnown(found: readonly Tensor[], kept: readonly Fed[]) {
  const sequences = kept.map(({ stand, value }) => ({ stand: placeholder(stand), value }));
  const stands = new Map(kept.map(({ stand }, position) => [stand, sequences[position]?.stand ?? stand]));
  return { roots: substitute(found, stands), sequences };
}

/** The placeholders of a loop with the operands that they stand for. */
function fedBy(stands: readonly Tensor[], operands: readonly Tensor[]): Fed[] {
  return stands.flatMap((stand, position) => {
    const value = operands[position];
    return value === undefined ? [] : [{ stand, value }];
  });
}

/** The derivatives of a loop's result by its operands that are asked for, by their positions. */
function differentiate(loop: Loop, g: Tensor, context: VjpContext, operationOf: OperationOf): Map<number, Tensor> {
  const { output: node, needed } = context;
  const { steps, carried, elements } = loop;
  const [sequencesAt, constantsAt] = [carried.length, carried.length + elements.length];
  const asked = placeholdersOf(loop).flatMap((_, at) => (at >= sequencesAt && needed[at] === true ? [at] : []));
  const run = withHistory(loop, node, operationOf);
  const weighted = weigh(loop, g);
  const wrt = [...carried, ...asked.flatMap((at) => placeholdersOf(loop)[at] ?? [])];
  const { roots, sequences } = overKnown(context.gradients(weighted.total, wrt), keptValues(run));
  const ofElements = carried.length + asked.filter((at) => at < constantsAt).length;
  const before = scanLayout(run.loop).carried.map((block) => slotsOf(run.result, block, firstSlot(loop, true), steps));
  const backward = {
    steps,
    reverse: !loop.reverse,
    history: false,
    carried: weighted.adjoints,
    // Gradients that fade out over many steps would end among the denormals, with which processors are slow.
    next: roots.slice(0, carried.length).map((root) => flushDenormals(root)),
    outputs: roots.slice(carried.length, ofElements),
    sums: roots.slice(ofElements),
  };
  const used = new Set(nodesOf(roots));
  const elementsFed = [
    ...fedBy(carried, before),
    ...fedBy(elements, node.inputs.slice(sequencesAt)),
    ...sequences,
    ...weighted.sequences,
  ].filter(({ stand }) => used.has(stand));
  const constantsFed = [...fedBy(loop.constants, node.inputs.slice(constantsAt)), ...weighted.constants].filter(
    ({ stand }) => used.has(stand),
  );
  const whole: Loop = {
    ...backward,
    elements: elementsFed.map(({ stand }) => stand),
    constants: constantsFed.map(({ stand }) => stand),
  };
  const starts = startsOf(loop, g);
  const values = [...elementsFed, ...constantsFed].map(({ value }) => value);
  return byPosition(loop, g, asked, {
    loop: whole,
    result: new Tensor(operationOf(whole), [...starts, ...values], {}),
  });
}

/** Gradients of the last carried values, where they alone are part of the result. */
function startsOf(loop: Loop, g: Tensor): Tensor[] {
  return scanLayout(loop).carried.map((block) => {
    const part = loop.history ? undefined : slotPart(g, block, 0);
    return part ?? constant(0, { shape: block.shape });
  });
}

function byPosition(loop: Loop, g: Tensor, asked: readonly number[], backward: Run): Map<number, Tensor> {
  const { carried, outputs, sums } = scanLayout(backward.loop);
  const found = new Map<number, Tensor>();
  carried.forEach((block, position) => {
    const adjoint = slotOf(backward.result, block, 0);
    const own = scanLayout(loop).carried[position];
    const direct = loop.history && own !== undefined ? slotPart(g, own, slotBefore(loop, 0)) : undefined;
    found.set(position, direct === undefined ? adjoint : add(adjoint, direct));
  });
  [...outputs, ...sums].forEach((block, position) => {
    const at = asked[position];
    if (at === undefined) return;
    const isSequence = position < outputs.length;
    const { result } = backward;
    found.set(at, isSequence ? slotsOf(result, block, 0, loop.steps) : slotOf(result, block, 0));
  });
  return found;
}

/** The rule of a loop's operation: all its derivatives come from one loop, which is built once for each gradient. */
export function scanAdjoints(loop: Loop, operationOf: OperationOf) {
  const known = new WeakMap<Tensor, { readonly node: Tensor; readonly adjoints: ReadonlyMap<number, Tensor> }>();
  return (g: Tensor, context: VjpContext): Tensor => {
    const { output: node, position } = context;
    const entry = known.get(g);
    const adjoints = entry?.node === node ? entry.adjoints : differentiate(loop, g, context, operationOf);
    known.set(g, { node, adjoints });
    return adjoints.get(position) ?? constant(0, { shape: node.input(position).shape });
  };
}
