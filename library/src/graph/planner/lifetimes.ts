// Lifetimes: from the step that first writes a value in the arena to the one that last touches it.
import { sizeOf } from "../../tensor/index.ts";
import { type Computation, type Operand, placeInside, rootOf, type Value } from "./computations.ts";
import { readView } from "./dependencies.ts";
import type { Unit } from "./fusion.ts";
import { isTransient, touchedBy } from "./order.ts";
import { producerInside, type Stores } from "./stores.ts";
import { sameView, shiftView } from "./views.ts";

/** Positions of the first and the last step, both included. */
export interface Lifetime {
  readonly first: number;
  readonly last: number;
}

/** When each value that has memory of its own in the arena is needed. */
export function findLifetimes(ordered: readonly Unit[], stores: Stores): Map<Value, Lifetime> {
  const lifetimes = new Map<Value, Lifetime>();
  ordered.forEach((unit, position) => {
    const { reads, writes } = touchedBy(unit, stores);
    for (const value of [...writes, ...reads]) {
      lifetimes.set(value, { first: lifetimes.get(value)?.first ?? position, last: position });
    }
  });
  return lifetimes;
}

/**
 * Lets fused loops write over operands that nothing needs afterwards, where every element is read at the very position
 * at which it is overwritten.
 */
export function reuseOperands(ordered: readonly Unit[], stores: Stores): void {
  const lifetimes = findLifetimes(ordered, stores);
  ordered.forEach((unit, position) => {
    if (unit.kind !== "elementwise") return;
    for (const stored of stores.get(unit) ?? []) {
      const operand = isTransient(stored.result) ? dyingOperand(unit, stored, position, lifetimes) : undefined;
      if (operand === undefined || stored.result.inside !== undefined) continue;
      const last = lifetimes.get(stored.result)?.last ?? position;
      placeInside(stored.result, operand, 0);
      passOnName(stored.result, operand);
      lifetimes.set(operand, { first: lifetimes.get(operand)?.first ?? position, last });
    }
  });
}

/** Memory is called by the names of all that it holds. */
function passOnName(from: Value, to: Value): void {
  if (!from.isNamed) return;
  to.label = to.isNamed ? `${to.label}/${from.label}` : from.label;
  to.isNamed = true;
}

/** Memory that a stored result of a loop can take over. */
function dyingOperand(
  unit: Unit,
  { result, view }: Computation,
  position: number,
  lifetimes: ReadonlyMap<Value, Lifetime>,
): Value | undefined {
  if (result.kind !== "computed") return undefined;
  const reads = unit.members.flatMap((member) =>
    member.operands.flatMap((operand, at) =>
      operand.kind === "value" && producerInside(unit, member, at) === undefined ? [readOf(operand, member)] : [],
    ),
  );
  const candidates = reads.map(({ root }) => root);
  return candidates.find((root) => {
    const fits =
      isTransient(root) &&
      lifetimes.get(root)?.last === position &&
      (lifetimes.get(root)?.first ?? position) < position &&
      root.spec.dtype === result.spec.dtype &&
      sizeOf(root.spec.shape) === sizeOf(result.spec.shape);
    return fits && reads.every((read) => read.root !== root || sameView(read.view, view));
  });
}

function readOf(operand: Operand & { readonly kind: "value" }, member: Computation) {
  const { root, offset } = rootOf(operand.value);
  return { root, view: shiftView(readView(operand, member), offset) };
}
