// Dependencies between computations: who reads what another writes, and who must not overwrite it too early.
import { sameShape } from "../../tensor/index.ts";
import { type Computation, type Lowered, type Operand, rootOf, type Value } from "./computations.ts";
import { broadcastView, isContiguous, mayOverlap, sameView, shiftView, wholeView } from "./views.ts";

/**
 * Whether two computations can become one step although one needs the other: `loop` by standing in one fused loop,
 * `store` by writing the result directly where the copy would put it, `no` not at all.
 */
export type Joining = "loop" | "store" | "no";

export interface Dependency {
  readonly from: Computation;
  readonly to: Computation;
  readonly joining: Joining;
  /** Whether `to` reads what `from` writes; otherwise it is only a matter of order. */
  readonly data: boolean;
}

/** The elements that an operand gives to each position of a loop. */
export function readView(operand: Operand & { readonly kind: "value" }, { shape, kind }: Computation) {
  return kind === "kernel" ? operand.view : broadcastView(operand.view, shape);
}

/** All dependencies, in the order of the computations that need something. */
export function findDependencies({ computations, fills, replacements }: Lowered): Dependency[] {
  return [
    ...computations.flatMap(dataDependencies),
    ...fills.flatMap((fill) => orderAfterFill(fill)),
    ...replacements.flatMap((next) => orderBeforeReplacement(next, computations)),
  ];
}

function dataDependencies(to: Computation): Dependency[] {
  return to.operands.flatMap((operand) =>
    operand.kind === "splat"
      ? []
      : operand.value.writers.map((from) => ({ from, to, joining: joiningOf(from, to, operand), data: true })),
  );
}

function joiningOf(from: Computation, to: Computation, operand: Operand & { readonly kind: "value" }): Joining {
  const reads = readView(operand, to);
  if (from.result !== operand.value || !sameView(reads, from.view)) return "no";
  if (from.kind === "elementwise") return to.kind !== "kernel" && sameShape(from.shape, to.shape) ? "loop" : "no";
  const isCopy = to.operation === undefined && isContiguous(to.view);
  return isCopy && sameView(reads, wholeView(operand.value.spec.shape)) ? "store" : "no";
}

function orderAfterFill(fill: Computation): Dependency[] {
  const { writers } = fill.result;
  const others = writers.filter((writer) => writer !== fill);
  return others.map((to) => ({ from: fill, to, joining: "no", data: false }));
}

/** What reads an old state comes before what overwrites it; in one loop, if it reads each element where it is written. */
function orderBeforeReplacement(next: Value, computations: readonly Computation[]): Dependency[] {
  return computations.flatMap((from) =>
    next.writers
      .filter((to) => to !== from && from.operands.some((operand) => overwrites(to, operand, from) !== undefined))
      .map((to) => ({
        from,
        to,
        joining: from.operands.every((operand) => overwrites(to, operand, from) !== "elsewhere") ? "loop" : "no",
        data: false,
      })),
  );
}

/** Whether a computation overwrites what an operand reads, and if so whether at the same position. */
function overwrites(writer: Computation, operand: Operand, reader: Computation): "here" | "elsewhere" | undefined {
  if (operand.kind === "splat") return undefined;
  const { root, offset } = rootOf(writer.result);
  if (operand.value !== root) return undefined;
  const written = shiftView(writer.view, offset);
  const reads = readView(operand, reader);
  if (!mayOverlap(written, reads)) return undefined;
  const isLoop = reader.kind === "elementwise" && writer.kind === "elementwise";
  return isLoop && sameView(written, reads) ? "here" : "elsewhere";
}
