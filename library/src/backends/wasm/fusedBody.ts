// A fused loop's body prepared for code: its formulas, the positions they ask for, and how all of it strides.
import { type Access, type Body, type BodyValue, bodyFormulas } from "../../graph/index.ts";
import { reachable, type Shape, stridesOf } from "../../tensor/index.ts";
import { coordinateKey, indexKey, positionKey, type StridedAccess } from "./bodySources.ts";
import { LaneGraph, type LaneNode, type LaneOptions } from "./laneNodes.ts";
import type { Axes } from "./loopNest.ts";

/** A body over a shape, before its loops are chosen. */
export interface FusedBody {
  readonly roots: readonly LaneNode[];
  readonly loads: readonly Access[];
  readonly positions: readonly string[];
  /** The axes with strides of the loads, then of the positions. */
  readonly axes: Axes;
}

/** What walks along chosen loops: the parts of {@link FusedBody} with their strides along them. */
export interface PlacedBody {
  readonly loads: readonly StridedAccess[];
  readonly positions: ReadonlyMap<string, readonly number[]>;
}

/** Prepares the wanted values of a body. */
export function prepareBody(shape: Shape, body: Body, values: readonly BodyValue[], options: LaneOptions): FusedBody {
  const graph = new LaneGraph(options);
  const roots = bodyFormulas(body, values).map((formula) => graph.lower(formula));
  const positions = [...new Set(leavesOf(roots).flatMap((leaf) => positionKey(leaf) ?? []))];
  const strides = [
    ...body.loads.map(({ view }) => view.strides),
    ...positions.map((key) => positionStrides(key, shape)),
  ];
  return { roots, loads: body.loads, positions, axes: { sizes: shape, strides } };
}

/** Gives the parts of a body their strides along the loops that were chosen, in the order of `FusedBody.axes`. */
export function placeBody({ loads, positions }: FusedBody, strides: Axes["strides"]): PlacedBody {
  return {
    loads: loads.map((access, position) => ({ access, strides: strides[position] ?? [] })),
    positions: new Map(positions.map((key, position) => [key, strides[loads.length + position] ?? []])),
  };
}

/** A position is the inner product of its strides with the coordinates, as an address is. */
function positionStrides(key: string, shape: Shape): number[] {
  if (key === indexKey) return stridesOf(shape);
  return shape.map((_, axis) => (key === coordinateKey(axis) ? 1 : 0));
}

function leavesOf(roots: readonly LaneNode[]): LaneNode[] {
  return [...reachable(roots, ({ inputs }) => inputs)].filter(({ inputs }) => inputs.length === 0);
}
