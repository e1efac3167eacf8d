// Fusion: computations are joined into steps, each of which is one loop or one kernel.
import { sameShape } from "../../tensor/index.ts";
import type { Computation, Lowered, Value } from "./computations.ts";
import type { Dependency } from "./dependencies.ts";
import { type Group, Groups } from "./groups.ts";

/** Computations that become one step: a fused loop, a reduction with what leads up to it, or a kernel. */
export interface Unit {
  readonly kind: Computation["kind"];
  /** In the order of the program. */
  readonly members: readonly Computation[];
  readonly needs: ReadonlySet<Unit>;
  readonly neededBy: ReadonlySet<Unit>;
}

/**
 * The steps that the computations of a program are joined into, in no particular order.
 *
 * Computations are joined where that costs nothing, and never so that two steps would need each other. Later ones
 * choose first, so that what is cheap to keep waiting is computed where it is used, and memory is not held for it.
 */
export function fuse(lowered: Lowered): Unit[] {
  const groups = new Groups(lowered);
  // Joining readers of the same can clear the way for more of the first kind, as when two states need each other.
  do joinProducers(groups, lowered.computations);
  while (joinReadersOfTheSame(groups, lowered.computations));
  return unitsOf(groups, lowered.computations);
}

function joinProducers(groups: Groups, computations: readonly Computation[]): void {
  for (const to of [...computations].reverse()) {
    for (const dependency of groups.needsOf(to)) {
      if (mayJoin(groups, dependency)) groups.join(groups.of(dependency.from), groups.of(to));
    }
  }
}

function mayJoin(groups: Groups, { from, to, joining, data }: Dependency): boolean {
  const [first, second] = [groups.of(from), groups.of(to)];
  if (!data || first === second || joining === "no") return false;
  if (joining === "store") {
    return second.members.length === 1 && !first.members.some(isCopy) && groups.fit(first, second);
  }
  if (first.kind !== "elementwise" || second.kind === "kernel") return false;
  if (second.kind === "reduce" && !isOnlyFor(groups, first, second)) return false;
  return groups.fit(first, second);
}

/** A copy moves elements as they are; it has no operation. */
const isCopy = ({ operation }: Computation): boolean => operation === undefined;

/** Whether nothing but one group reads what another computes, so that it need not stand in memory. */
function isOnlyFor(groups: Groups, first: Group, second: Group): boolean {
  return first.members.every(
    (member) =>
      member.result.kind === "computed" &&
      groups.usesOf(member).every(({ to, data }) => !data || groups.of(to) === second),
  );
}

/** Loops of one shape that read the same value read it once, if they are one loop. Says whether any were joined. */
function joinReadersOfTheSame(groups: Groups, computations: readonly Computation[]): boolean {
  const readers = new Map<Value, Computation[]>();
  for (const computation of computations) {
    for (const value of valuesRead(computation)) {
      const others = readers.get(value);
      if (others === undefined) readers.set(value, [computation]);
      else others.push(computation);
    }
  }
  return [...readers.values()].map((same) => joinLoops(groups, same)).includes(true);
}

function valuesRead({ operands }: Computation): Set<Value> {
  return new Set(operands.flatMap((operand) => (operand.kind === "value" ? [operand.value] : [])));
}

function joinLoops(groups: Groups, readers: readonly Computation[]): boolean {
  let joined = false;
  const shapes = new Map<Group, Computation>();
  for (const reader of readers) {
    const own = groups.of(reader);
    if (own.kind !== "elementwise" || shapes.has(own)) continue;
    const alike = [...shapes].flatMap(([group, other]) => (sameShape(other.shape, reader.shape) ? [group] : []));
    const partner = alike.length === 0 ? undefined : groups.findFitting(alike, own);
    if (partner === undefined) {
      shapes.set(own, reader);
      continue;
    }
    shapes.delete(partner);
    shapes.set(groups.join(partner, own), reader);
    joined = true;
  }
  return joined;
}

interface MutableUnit extends Unit {
  readonly needs: Set<Unit>;
  readonly neededBy: Set<Unit>;
}

function unitsOf(groups: Groups, computations: readonly Computation[]): Unit[] {
  const order = new Map(computations.map((computation, position) => [computation, position]));
  const position = (computation: Computation): number => order.get(computation) ?? 0;
  const units = new Map<Group, MutableUnit>();
  for (const group of new Set(computations.map((computation) => groups.of(computation)))) {
    const members = [...group.members].sort((a, b) => position(a) - position(b));
    units.set(group, { kind: group.kind, members, needs: new Set(), neededBy: new Set() });
  }
  for (const [group, unit] of units) {
    for (const follower of group.neededBy) {
      const other = units.get(follower);
      if (other === undefined) continue;
      unit.neededBy.add(other);
      other.needs.add(unit);
    }
  }
  return [...units.values()];
}
