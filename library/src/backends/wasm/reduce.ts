// Code of reductions: which loops there are, and along which of them vectors run.
import type { ReduceStep } from "../../graph/index.ts";
import { sizeOf } from "../../tensor/index.ts";
import type { StridedAccess } from "./bodySources.ts";
import { type FusedBody, type PlacedBody, placeBody, prepareBody } from "./fusedBody.ts";
import type { LaneNode } from "./laneNodes.ts";
import { type Axes, atLeastOneAxis, axesByStride, mergeAxes, selectAxes } from "./loopNest.ts";
import { emitReduceAcross } from "./reduceAcross.ts";
import { emitReduceAlong } from "./reduceAlong.ts";
import { type LaneReducer, laneReducer } from "./reducers.ts";
import type { StepCode } from "./stepCode.ts";
import { lanes } from "./vectorAccess.ts";

/** A reduction with its loops chosen: kept axes outside, reduced axes inside. */
export interface PlacedReduction {
  readonly sizes: readonly number[];
  /** Number of kept axes; the others are reduced. */
  readonly kept: number;
  readonly root: LaneNode;
  readonly body: PlacedBody;
  readonly output: StridedAccess;
  readonly reducer: LaneReducer;
  /** Number of values that are combined into one. */
  readonly count: number;
}

/** Emits the loops of a reduce step. */
export function emitReduce(step: StepCode, reduce: ReduceStep): void {
  const reduction = placeReduction(step, reduce);
  if (reduction === undefined) return;
  if (costAlong(reduction) <= costAcross(reduction)) emitReduceAlong(step, reduction);
  else emitReduceAcross(step, reduction);
}

function placeReduction(
  step: StepCode,
  { shape, axes, reducer, body, value, output }: ReduceStep,
): PlacedReduction | undefined {
  const isReduced = (axis: number): boolean => axes.includes(axis);
  const order = axesByStride(shape, body.loads[0]?.view.strides ?? []);
  const kept = order.filter((axis) => !isReduced(axis));
  const reduced = order.filter(isReduced);
  if (sizeOf(kept.map((axis) => shape[axis] ?? 1)) === 0) return undefined;
  const prepared = prepareBody(shape, body, [value], step.options);
  const [root] = prepared.roots;
  if (root === undefined) return undefined;
  const all = withOutput(prepared, shape, axes, output.view.strides);
  const inner = mergeAxes(selectAxes(all, reduced));
  const merged = mergeAxes(selectAxes(all, kept));
  const outer = inner.sizes.length === 0 ? atLeastOneAxis(merged) : merged;
  const sizes = [...outer.sizes, ...inner.sizes];
  const strides = outer.strides.map((operand, index) => [...operand, ...(inner.strides[index] ?? [])]);
  return {
    sizes,
    kept: outer.sizes.length,
    root,
    body: placeBody(prepared, strides),
    output: { access: output, strides: strides.at(-1) ?? [] },
    reducer: laneReducer(reducer, output.dtype),
    count: sizeOf(reduced.map((axis) => shape[axis] ?? 1)),
  };
}

/** The body's axes, with the output's strides last: it does not move along what is reduced. */
function withOutput(
  { axes }: FusedBody,
  shape: readonly number[],
  reduced: readonly number[],
  strides: readonly number[],
): Axes {
  let position = 0;
  const full = shape.map((_, axis) => {
    if (reduced.includes(axis)) return 0;
    position += 1;
    return strides[position - 1] ?? 0;
  });
  return { sizes: shape, strides: [...axes.strides, full] };
}

/** Loads that need one instruction per lane when vectors run along an axis. */
function scattered(operands: readonly StridedAccess[], axis: number): number {
  return operands.filter(({ strides }) => (strides[axis] ?? 0) !== 0 && strides[axis] !== 1).length;
}

/** Rough instructions per result for vectors along the last reduced axis. */
function costAlong({ sizes, kept, count, body }: PlacedReduction): number {
  if (kept === sizes.length) return count <= 1 ? Number.POSITIVE_INFINITY : 0;
  const axis = sizes.length - 1;
  const size = sizes[axis] ?? 1;
  const vectors = (count / Math.max(1, size)) * Math.ceil(size / lanes);
  return vectors * (2 + body.loads.length + 2 * lanes * scattered(body.loads, axis)) + 8;
}

/** Rough instructions per result for vectors along the last kept axis. */
function costAcross({ sizes, kept, count, body, output }: PlacedReduction): number {
  if (kept === 0) return Number.POSITIVE_INFINITY;
  const axis = kept - 1;
  const size = sizes[axis] ?? 1;
  const share = Math.ceil(size / lanes) / size;
  const store = 2 * lanes * scattered([output], axis);
  return share * (count * (2 + body.loads.length + 2 * lanes * scattered(body.loads, axis)) + store);
}
