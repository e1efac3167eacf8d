// Fusion: computations are joined into steps, each of which is one loop or one kernel.
import { sameShape } from "../../tensor/index.ts";
import type { Computation, Lowered, Value } from "./computations.ts";
import { type Dependency, findDependencies } from "./dependencies.ts";

/** Computations that become one step: a fused loop, a reduction with what leads up to it, or a kernel. */
export interface Unit {
  readonly kind: Computation["kind"];
  /** In the order of the program. */
  readonly members: readonly Computation[];
  readonly needs: ReadonlySet<Unit>;
  readonly neededBy: ReadonlySet<Unit>;
}

/** A unit while it grows. */
interface Group {
  kind: Computation["kind"];
  members: Computation[];
}

/**
 * Joins computations where that costs nothing: never so that two steps would need each other. Later computations
 * choose first, so that what is cheap to keep waiting is computed where it is used, and memory is not held for it.
 */
class Fusion {
  private readonly groups = new Map<Computation, Group>();
  private readonly incoming = new Map<Computation, Dependency[]>();
  private readonly outgoing = new Map<Computation, Dependency[]>();
  private readonly computations: readonly Computation[];

  constructor(lowered: Lowered) {
    this.computations = lowered.computations;
    for (const computation of lowered.computations) {
      this.groups.set(computation, { kind: computation.kind, members: [computation] });
      this.incoming.set(computation, []);
      this.outgoing.set(computation, []);
    }
    for (const dependency of findDependencies(lowered)) {
      this.incoming.get(dependency.to)?.push(dependency);
      this.outgoing.get(dependency.from)?.push(dependency);
    }
  }

  run(): Unit[] {
    for (const to of [...this.computations].reverse()) {
      for (const dependency of this.incomingOf(to)) {
        if (dependency.data && this.mayJoin(dependency)) this.join(this.groupOf(dependency.from), this.groupOf(to));
      }
    }
    this.joinReadersOfTheSame();
    return this.units();
  }

  private groupOf(computation: Computation): Group {
    const group = this.groups.get(computation);
    if (group === undefined) throw new RangeError("a computation is not part of its program");
    return group;
  }

  private incomingOf(computation: Computation): readonly Dependency[] {
    return this.incoming.get(computation) ?? [];
  }

  private outgoingOf(computation: Computation): readonly Dependency[] {
    return this.outgoing.get(computation) ?? [];
  }

  private mayJoin({ from, to, joining }: Dependency): boolean {
    const [first, second] = [this.groupOf(from), this.groupOf(to)];
    if (first === second || joining === "no") return false;
    if (joining === "store")
      return second.members.length === 1 && !first.members.some(isCopy) && this.fits(first, second);
    if (first.kind !== "elementwise") return false;
    if (second.kind === "elementwise") return this.fits(first, second);
    return second.kind === "reduce" && this.isOnlyFor(first, second) && this.fits(first, second);
  }

  /** Whether nothing but one group reads what another computes, so that it need not stand in memory. */
  private isOnlyFor(first: Group, second: Group): boolean {
    return first.members.every(
      (member) =>
        member.result.kind === "computed" &&
        this.outgoingOf(member).every(({ to, data }) => !data || this.groupOf(to) === second),
    );
  }

  /** Whether two groups can become one: every dependency between them allows it, and no third one stands between. */
  private fits(first: Group, second: Group): boolean {
    return this.allows(first, second) && this.allows(second, first) && !this.isBetween(first, second);
  }

  private allows(first: Group, second: Group): boolean {
    return first.members.every((member) =>
      this.outgoingOf(member).every(({ to, joining }) => joining !== "no" || this.groupOf(to) !== second),
    );
  }

  private isBetween(first: Group, second: Group): boolean {
    return this.reachesThroughOthers(first, second) || this.reachesThroughOthers(second, first);
  }

  private reachesThroughOthers(start: Group, end: Group): boolean {
    const seen = new Set<Group>([start]);
    const pending = this.successors(start).filter((group) => group !== end);
    for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
      if (group === end) return true;
      if (seen.has(group)) continue;
      seen.add(group);
      pending.push(...this.successors(group));
    }
    return false;
  }

  private successors(group: Group): Group[] {
    return group.members.flatMap((member) => this.outgoingOf(member).map(({ to }) => this.groupOf(to)));
  }

  private join(first: Group, second: Group): void {
    if (first.kind !== "elementwise") second.kind = first.kind;
    second.members.push(...first.members);
    for (const member of first.members) this.groups.set(member, second);
  }

  /** Loops of one shape that read the same value read it once, if they are one loop. */
  private joinReadersOfTheSame(): void {
    const readers = new Map<Value, Computation[]>();
    for (const computation of this.computations) {
      for (const value of valuesRead(computation)) readers.set(value, [...(readers.get(value) ?? []), computation]);
    }
    for (const computations of readers.values()) this.joinLoops(computations);
  }

  private joinLoops(readers: readonly Computation[]): void {
    readers.forEach((reader, position) => {
      for (const other of readers.slice(0, position)) {
        const [first, second] = [this.groupOf(other), this.groupOf(reader)];
        const areLoops = first.kind === "elementwise" && second.kind === "elementwise";
        if (first === second || !areLoops || !sameShape(other.shape, reader.shape)) continue;
        if (this.fits(first, second)) this.join(first, second);
      }
    });
  }

  private units(): Unit[] {
    const order = new Map(this.computations.map((computation, position) => [computation, position]));
    const position = (computation: Computation): number => order.get(computation) ?? 0;
    const units = new Map<Group, MutableUnit>();
    for (const group of new Set(this.groups.values())) {
      const members = [...group.members].sort((a, b) => position(a) - position(b));
      units.set(group, { kind: group.kind, members, needs: new Set(), neededBy: new Set() });
    }
    for (const [group, unit] of units) {
      for (const successor of this.successors(group)) {
        const other = units.get(successor);
        if (other === undefined || other === unit) continue;
        unit.neededBy.add(other);
        other.needs.add(unit);
      }
    }
    return [...units.values()];
  }
}

interface MutableUnit extends Unit {
  readonly needs: Set<Unit>;
  readonly neededBy: Set<Unit>;
}

/** A copy moves elements as they are; it has no operation. */
const isCopy = ({ operation }: Computation): boolean => operation === undefined;

function valuesRead({ operands }: Computation): Set<Value> {
  return new Set(operands.flatMap((operand) => (operand.kind === "value" ? [operand.value] : [])));
}

/** The steps that the computations of a program are joined into, in no particular order. */
export function fuse(lowered: Lowered): Unit[] {
  return new Fusion(lowered).run();
}
