// Stores: which results of a step stand in memory, and which are written directly where a copy would have put them.
import { type Computation, placeInside, type Value } from "./computations.ts";
import { readView } from "./dependencies.ts";
import type { Unit } from "./fusion.ts";
import { isContiguous, sameView } from "./views.ts";

/** The member of a step whose result an operand of another member is, in the same iteration of the loop. */
export function producerInside(unit: Unit, member: Computation, position: number): Computation | undefined {
  const operand = member.operands[position];
  if (operand?.kind !== "value") return undefined;
  const reads = readView(operand, member);
  return unit.members.find(
    (other) => other !== member && other.result === operand.value && sameView(other.view, reads),
  );
}

/** Members of each step whose results are written to memory, in order. */
export type Stores = ReadonlyMap<Unit, readonly Computation[]>;

/**
 * Decides what each step writes. A result that a copy in the same step puts somewhere in one piece stands there, and is
 * read from there; one that nothing outside of its step reads stands nowhere.
 */
export function decideStores(units: readonly Unit[]): Stores {
  const readers = findReaders(units);
  for (const unit of units) placeAtCopies(unit);
  return new Map(units.map((unit) => [unit, unit.members.filter((member) => isStored(unit, member, readers))]));
}

function findReaders(units: readonly Unit[]): Map<Value, Set<Unit>> {
  const readers = new Map<Value, Set<Unit>>();
  for (const unit of units) {
    for (const operand of unit.members.flatMap(({ operands }) => operands)) {
      if (operand.kind === "value") readers.set(operand.value, (readers.get(operand.value) ?? new Set()).add(unit));
    }
  }
  return readers;
}

function placeAtCopies(unit: Unit): void {
  for (const copy of unit.members) {
    if (copy.operation !== undefined || copy.result.kind === "computed" || !isContiguous(copy.view)) continue;
    const producer = producerInside(unit, copy, 0);
    if (producer?.result.kind !== "computed" || producer.result.inside !== undefined) continue;
    placeInside(producer.result, copy.result, copy.view.offset);
  }
}

function isStored(unit: Unit, member: Computation, readers: ReadonlyMap<Value, ReadonlySet<Unit>>): boolean {
  if (unit.kind !== "elementwise") return member.kind === unit.kind;
  if (member.result.kind !== "computed") return true;
  const isRead = [...(readers.get(member.result) ?? [])].some((reader) => reader !== unit);
  return isRead && member.result.inside === undefined;
}
