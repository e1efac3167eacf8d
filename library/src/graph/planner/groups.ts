// Groups of computations that are joined step by step, in an order that shows at once which could need which.
import { inOrder, reachable } from "../../tensor/index.ts";
import type { Computation, Lowered } from "./computations.ts";
import { type Dependency, findDependencies } from "./dependencies.ts";

/** Computations that are to become one step. */
export interface Group {
  kind: Computation["kind"];
  readonly members: Computation[];
  /** Groups that need this one, and groups that this one needs. */
  readonly neededBy: Set<Group>;
  readonly needs: Set<Group>;
  /** Position in an order in which every group comes after those that it needs. */
  rank: number;
}

/** The groups of a program with the dependencies between them, never in a circle. */
export class Groups {
  private readonly groups = new Map<Computation, Group>();
  private readonly incoming = new Map<Computation, Dependency[]>();
  private readonly outgoing = new Map<Computation, Dependency[]>();
  /** Groups by rank; undefined where a group has been joined to another one. */
  private readonly ranked: (Group | undefined)[];

  constructor(lowered: Lowered) {
    for (const computation of lowered.computations) {
      const group = {
        kind: computation.kind,
        members: [computation],
        neededBy: new Set<Group>(),
        needs: new Set<Group>(),
      };
      this.groups.set(computation, { ...group, rank: 0 });
      this.incoming.set(computation, []);
      this.outgoing.set(computation, []);
    }
    for (const dependency of findDependencies(lowered)) {
      this.incoming.get(dependency.to)?.push(dependency);
      this.outgoing.get(dependency.from)?.push(dependency);
      this.connect(this.of(dependency.from), this.of(dependency.to));
    }
    this.ranked = topologicalOrder([...this.groups.values()]);
    this.ranked.forEach((group, rank) => {
      if (group !== undefined) group.rank = rank;
    });
  }

  of(computation: Computation): Group {
    const group = this.groups.get(computation);
    if (group === undefined) throw new RangeError("a computation is not part of its program");
    return group;
  }

  /** What a computation needs. */
  needsOf(computation: Computation): readonly Dependency[] {
    return this.incoming.get(computation) ?? [];
  }

  /** What needs a computation. */
  usesOf(computation: Computation): readonly Dependency[] {
    return this.outgoing.get(computation) ?? [];
  }

  /** Whether two groups can become one: every dependency between them allows it, and no third group stands between. */
  fit(a: Group, b: Group): boolean {
    const [first, second] = a.rank < b.rank ? [a, b] : [b, a];
    return this.allow(first, second) && !isBetween(first, second);
  }

  /**
   * The first of some groups that fits another one, as {@link fit} says. One look around that group serves them all,
   * so that many of them, as where all layers read one array of parameters, take no longer than a few.
   */
  findFitting(candidates: readonly Group[], group: Group): Group | undefined {
    const ranks = candidates.map(({ rank }) => rank);
    const needed = beyond(group, "needs", ({ rank }) => rank >= Math.min(...ranks));
    const needing = beyond(group, "neededBy", ({ rank }) => rank <= Math.max(...ranks));
    return candidates.find((candidate) => {
      if (needed.has(candidate) || needing.has(candidate)) return false;
      return candidate.rank < group.rank ? this.allow(candidate, group) : this.allow(group, candidate);
    });
  }

  private allow(first: Group, second: Group): boolean {
    if (!first.neededBy.has(second)) return true;
    return first.members.every((member) =>
      this.usesOf(member).every(({ to, joining }) => joining !== "no" || this.of(to) !== second),
    );
  }

  /** Makes two groups that fit one. */
  join(a: Group, b: Group): Group {
    const [first, second] = a.rank < b.rank ? [a, b] : [b, a];
    this.rerank(first, second);
    if (first.kind !== "elementwise") second.kind = first.kind;
    second.members.push(...first.members);
    for (const member of first.members) this.groups.set(member, second);
    for (const group of first.needs) group.neededBy.delete(first);
    for (const group of first.neededBy) group.needs.delete(first);
    for (const group of first.needs) this.connect(group, second);
    for (const group of first.neededBy) this.connect(second, group);
    return second;
  }

  private connect(first: Group, second: Group): void {
    if (first === second) return;
    first.neededBy.add(second);
    second.needs.add(first);
  }

  /** Of the groups ranked between the two, those that need the first move behind the second; it takes the first's place. */
  private rerank(first: Group, second: Group): void {
    const later = reachableBelow(first, second.rank);
    const between = this.ranked.slice(first.rank, second.rank + 1);
    const others = between.filter((group) => group !== first && group !== second);
    const isLater = (group: Group | undefined) => group !== undefined && later.has(group);
    const reordered = [...others.filter((group) => !isLater(group)), second, ...others.filter(isLater), undefined];
    const start = first.rank;
    reordered.forEach((group, position) => {
      this.ranked[start + position] = group;
      if (group !== undefined) group.rank = start + position;
    });
  }
}

/** A group, and those with a smaller rank that need it, directly or not. */
function reachableBelow(start: Group, rank: number): Set<Group> {
  return reachable([start], ({ neededBy }) => [...neededBy].filter((next) => next.rank < rank));
}

/** Groups within some limits that are more than one step away in one direction, by some way. */
function beyond(start: Group, direction: "needs" | "neededBy", isInside: (group: Group) => boolean): Set<Group> {
  const inside = (group: Group): Group[] => [...group[direction]].filter(isInside);
  return reachable([...start[direction]].flatMap(inside), inside);
}

/** Whether a third group needs the first and is needed by the second, directly or not. */
function isBetween(first: Group, second: Group): boolean {
  const seen = new Set<Group>();
  const pending = [first];
  for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
    for (const next of group.neededBy) {
      if (next.rank >= second.rank || seen.has(next)) continue;
      if (second.needs.has(next)) return true;
      seen.add(next);
      pending.push(next);
    }
  }
  return false;
}

/** Every group after those that it needs, otherwise in the order given. */
function topologicalOrder(groups: readonly Group[]): Group[] {
  return inOrder(groups, ({ needs }) => [...needs].reverse());
}
