// The derivative of a loop: a loop over the same steps the other way round.
import { type Loop, type Operation, Tensor, type VjpContext } from "../../tensor/index.ts";
import { add } from "../add.ts";
import { constant } from "../constant.ts";
import { flushDenormals } from "../flushDenormals.ts";
import { multiply } from "../multiply.ts";
import { sum } from "../sum.ts";
import { slotPart, slotsPart } from "./gradientParts.ts";
import { costlyNodes, nodesOf, placeholder, placeholdersOf, substitute } from "./loopGraph.ts";
import { type Block, firstSlot, scanLayout, slotBefore, slotOf, slotsOf } from "./scanLayout.ts";
import { productOfAllSteps, stackedProduct } from "./stackedProduct.ts";

/** Gradients below this are 0: their products with activations and weights would be denormals. */
const smallestAdjoint = 2 ** -100;

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

/** Whether, of what the steps carried out, only the last one has a gradient. */
function isOfLastOnly(loop: Loop, g: Tensor, block: Block): boolean {
  const others = firstSlot(loop, false) + (loop.reverse ? 1 : 0);
  return !loop.history || loop.steps === 1 || slotsPart(g, block, others, loop.steps - 1) === undefined;
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
    if (block && !isOfLastOnly(loop, g, block)) {
      fed(sequences, value, slotsPart(g, block, firstSlot(loop, false), loop.steps));
    }
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

/** What the steps of the derivative's loop take. */
interface Feeds {
  readonly elements: readonly Fed[];
  readonly constants: readonly Fed[];
}

/** All that the roots use of what the derivative's steps could be given. */
function feedsOf(roots: readonly Tensor[], { loop, result }: Run, operands: readonly Tensor[], more: Feeds): Feeds {
  const { carried, elements, constants, steps } = loop;
  const before = scanLayout(loop).carried.map((block) => slotsOf(result, block, firstSlot(loop, true), steps));
  const constantsAt = carried.length + elements.length;
  const used = new Set(nodesOf(roots));
  const isUsed = ({ stand }: Fed): boolean => used.has(stand);
  const sequences = fedBy(elements, operands.slice(carried.length));
  return {
    elements: [...fedBy(carried, before), ...sequences, ...more.elements].filter(isUsed),
    constants: [...fedBy(constants, operands.slice(constantsAt)), ...more.constants].filter(isUsed),
  };
}

/** The derivatives of one step: by carried values, by elements of sequences, and terms of those by constants. */
interface Derivatives {
  readonly carried: readonly Tensor[];
  readonly elements: readonly Tensor[];
  readonly constants: readonly Tensor[];
}

/** A loop's derivatives by elements of its sequences and by its constants, and by the first carried values. */
interface Adjoints {
  readonly carried: readonly Tensor[];
  readonly others: readonly Tensor[];
}

/** Runs the derivative's loop. */
function runBackward(
  loop: Loop,
  starts: readonly Tensor[],
  own: Derivatives,
  weighted: Weighted,
  feeds: Feeds,
  operationOf: OperationOf,
): Adjoints {
  const sequences = new Map(feeds.elements.map(({ stand, value }) => [stand, value]));
  const stays = new Set(feeds.constants.map(({ stand }) => stand));
  const outputs = [...own.elements];
  const products = own.constants.map((root) => {
    const product = stackedProduct(root);
    if (product === undefined || stays.has(product.left) || stays.has(product.right)) return undefined;
    for (const factor of [product.left, product.right]) {
      if (!sequences.has(factor) && !outputs.includes(factor)) outputs.push(factor);
    }
    return product;
  });
  const sums = own.constants.filter((_, position) => products[position] === undefined);
  const backward: Loop = {
    steps: loop.steps,
    reverse: !loop.reverse,
    history: false,
    carried: weighted.adjoints,
    elements: feeds.elements.map(({ stand }) => stand),
    constants: feeds.constants.map(({ stand }) => stand),
    // Gradients that fade out over many steps would end among the denormals, with which processors are slow.
    next: own.carried.map((root) => flushDenormals(root, smallestAdjoint)),
    outputs,
    sums,
  };
  const operands = [...starts, ...[...feeds.elements, ...feeds.constants].map(({ value }) => value)];
  const result = new Tensor(operationOf(backward), operands, {});
  const layout = scanLayout(backward);
  const stacks = layout.outputs.map((block) => slotsOf(result, block, 0, loop.steps));
  const stackOf = (node: Tensor): Tensor => sequences.get(node) ?? stacks[outputs.indexOf(node)] ?? node;
  const totals = layout.sums.map((block) => slotOf(result, block, 0));
  const ofConstants = products.flatMap((product) =>
    product === undefined
      ? totals.splice(0, 1)
      : [productOfAllSteps({ left: stackOf(product.left), right: stackOf(product.right) })],
  );
  return {
    carried: layout.carried.map((block) => slotOf(result, block, 0)),
    others: [...stacks.slice(0, own.elements.length), ...ofConstants],
  };
}

/** The derivatives of a loop's result by its operands that are asked for, by their positions. */
function differentiate(loop: Loop, g: Tensor, context: VjpContext, operationOf: OperationOf): Map<number, Tensor> {
  const { output: node, needed } = context;
  const { carried, elements } = loop;
  const all = placeholdersOf(loop);
  const asked = all.flatMap((_, at) => (at >= carried.length && needed[at] === true ? [at] : []));
  const run = withHistory(loop, node, operationOf);
  const weighted = weigh(loop, g);
  const wrt = [...carried, ...asked.flatMap((at) => all[at] ?? [])];
  const { roots, sequences } = overKnown(context.gradients(weighted.total, wrt), keptValues(run));
  const constantsAt = carried.length + asked.filter((at) => at < carried.length + elements.length).length;
  const own = {
    carried: roots.slice(0, carried.length),
    elements: roots.slice(carried.length, constantsAt),
    constants: roots.slice(constantsAt),
  };
  const more = { elements: [...sequences, ...weighted.sequences], constants: weighted.constants };
  const feeds = feedsOf(roots, run, node.inputs, more);
  const adjoints = runBackward(loop, startsOf(loop, g), own, weighted, feeds, operationOf);
  return new Map([
    ...adjoints.carried.map((adjoint, at) => [at, withDirect(loop, g, at, adjoint)] as const),
    ...adjoints.others.flatMap((adjoint, at) => (asked[at] === undefined ? [] : [[asked[at], adjoint] as const])),
  ]);
}

/** The gradient of a first carried value is part of the history itself. */
function withDirect(loop: Loop, g: Tensor, position: number, adjoint: Tensor): Tensor {
  const block = scanLayout(loop).carried[position];
  const direct = loop.history && block ? slotPart(g, block, slotBefore(loop, 0)) : undefined;
  return direct === undefined ? adjoint : add(adjoint, direct);
}

/** Gradients of the last carried values, where they are no part of a sequence of gradients. */
function startsOf(loop: Loop, g: Tensor): Tensor[] {
  const slot = loop.history ? slotBefore(loop, loop.steps) : 0;
  return scanLayout(loop).carried.map((block) => {
    const part = isOfLastOnly(loop, g, block) ? slotPart(g, block, slot) : undefined;
    return part ?? constant(0, { shape: block.shape });
  });
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
