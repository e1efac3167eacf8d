// The order of steps: each after what it needs, and memory given back early.
import { sizeOf } from "../../tensor/index.ts";
import { rootOf, type Value } from "./computations.ts";
import type { Unit } from "./fusion.ts";
import type { Stores } from "./stores.ts";

/** Whether memory for a value is the planner's to give. */
export function isTransient({ kind }: Value): boolean {
  return kind === "computed" || kind === "assembly";
}

/** Values with memory in the arena that a step reads or writes. */
export function touchedBy(unit: Unit, stores: Stores): { readonly reads: Set<Value>; readonly writes: Set<Value> } {
  const roots = (values: readonly Value[]) => new Set(values.map((value) => rootOf(value).root).filter(isTransient));
  const inside = new Set(unit.members.map(({ result }) => result));
  const written = (stores.get(unit) ?? []).map(({ result }) => result);
  const operands = unit.members.flatMap((member) => member.operands);
  const read = operands.flatMap((operand) =>
    operand.kind === "value" && !inside.has(operand.value) ? [operand.value] : [],
  );
  return { reads: roots(read), writes: roots(written) };
}

/** A step that waits for its turn. */
interface Waiting {
  readonly unit: Unit;
  readonly reads: ReadonlySet<Value>;
  readonly writes: ReadonlySet<Value>;
  readonly rank: number;
  missing: number;
  /** When the last of what it needs was done: later means that its operands are still in the caches. */
  freshness: number;
}

/**
 * Orders steps: of those that could run, the one that holds the least memory afterwards; then the one whose operands
 * are freshest; then the first of the program.
 */
export function orderUnits(units: readonly Unit[], stores: Stores): Unit[] {
  const waiting = new Map<Unit, Waiting>(
    units.map((unit, rank) => [
      unit,
      { unit, ...touchedBy(unit, stores), rank, missing: unit.needs.size, freshness: -1 },
    ]),
  );
  const readersLeft = new Map<Value, number>();
  for (const { reads } of waiting.values()) {
    for (const value of reads) readersLeft.set(value, (readersLeft.get(value) ?? 0) + 1);
  }
  const held = new Set<Value>();
  const growth = ({ reads, writes }: Waiting): number => {
    const taken = [...writes].filter((value) => !held.has(value));
    const given = [...reads].filter((value) => readersLeft.get(value) === 1 && !writes.has(value));
    return total(taken) - total(given);
  };
  const ordered: Unit[] = [];
  const ready = new Set([...waiting.values()].filter(({ missing }) => missing === 0));
  while (ready.size > 0) {
    const next = best([...ready], growth);
    ready.delete(next);
    for (const value of next.writes) held.add(value);
    for (const value of next.reads) readersLeft.set(value, (readersLeft.get(value) ?? 1) - 1);
    for (const follower of next.unit.neededBy) {
      const entry = waiting.get(follower);
      if (entry === undefined) continue;
      entry.missing -= 1;
      entry.freshness = ordered.length;
      if (entry.missing === 0) ready.add(entry);
    }
    ordered.push(next.unit);
  }
  return ordered;
}

const total = (values: readonly Value[]): number => values.reduce((sum, { spec }) => sum + sizeOf(spec.shape), 0);

function best(candidates: readonly Waiting[], growth: (entry: Waiting) => number): Waiting {
  const [first, ...others] = candidates.map((entry) => ({ entry, growth: growth(entry) }));
  if (first === undefined) throw new RangeError("no step can run");
  const chosen = others.reduce((best, other) => {
    const byGrowth = other.growth - best.growth;
    const byFreshness = best.entry.freshness - other.entry.freshness;
    return (byGrowth || byFreshness || other.entry.rank - best.entry.rank) < 0 ? other : best;
  }, first);
  return chosen.entry;
}
