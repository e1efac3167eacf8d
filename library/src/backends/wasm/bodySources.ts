// The leaves of a fused loop's formulas: strided loads and positions, as vectors of the innermost axis.
import type { Access } from "../../graph/index.ts";
import type { Local } from "./functionBuilder.ts";
import type { PlacedBody } from "./fusedBody.ts";
import type { LaneSources } from "./laneEmitters.ts";
import type { LaneNode } from "./laneNodes.ts";
import { outside } from "./laneProgram.ts";
import type { WalkerSet } from "./loopNest.ts";
import { scalar, simd } from "./opcodes/index.ts";
import { elementBytes } from "./planLayout.ts";
import type { StepCode } from "./stepCode.ts";
import { loadVector, type VectorAccess } from "./vectorAccess.ts";

/** An access of the step and its strides along the loops. */
export interface StridedAccess {
  readonly access: Access;
  readonly strides: readonly number[];
}

/** The innermost loop with which something moves, or {@link outside}. */
export function levelOfStrides(strides: readonly number[]): number {
  for (let level = strides.length - 1; level >= 0; level -= 1) {
    if (strides[level] !== 0) return level;
  }
  return outside;
}

/** Binds an access to the walkers of a loop nest; vectors run along loop `axis`. */
export function walkAccess(
  step: StepCode,
  walkers: WalkerSet,
  { access, strides }: StridedAccess,
  axis: number,
): VectorAccess {
  const place = step.layout.placeOf(access);
  const stride = strides[axis] ?? 0;
  const bytes = strides.map((distance) => distance * elementBytes);
  // An address that moves down must itself point to the element, since an offset in the code cannot be negative.
  const down = strides.some((distance) => distance < 0);
  const address = walkers.walk(step.base(place), down ? place.offset : 0, bytes);
  return { address, offset: down ? 0 : place.offset, stride, dtype: access.dtype };
}

interface PositionWalk {
  readonly local: Local<"i32">;
  readonly stride: number;
}

/** The level of a leaf of a body's formulas. */
export function levelOfLeaf({ loads, positions }: PlacedBody): (leaf: LaneNode) => number {
  return (leaf) => {
    const key = positionKey(leaf);
    if (key !== undefined) return levelOfStrides(positions.get(key) ?? []);
    return levelOfStrides(loads[leaf.value]?.strides ?? []);
  };
}

/** Leaves of the formulas of one loop nest. `at` sets the element from which vectors are taken. */
export class BodySources implements LaneSources {
  private readonly step: StepCode;
  private readonly loads: readonly VectorAccess[];
  private readonly positions: ReadonlyMap<string, PositionWalk>;
  private position = 0;
  private count = 1;

  /** @param axis the loop along which vectors run. */
  constructor(step: StepCode, walkers: WalkerSet, { loads, positions }: PlacedBody, axis: number) {
    this.step = step;
    this.loads = loads.map((load) => walkAccess(step, walkers, load, axis));
    this.positions = new Map(
      [...positions].map(([key, strides]) => [
        key,
        { local: walkers.walk(undefined, 0, strides), stride: strides[axis] ?? 0 },
      ]),
    );
  }

  /** From here on vectors are elements `position` to `position + count - 1` from the walkers. */
  at(position: number, count: number): void {
    this.position = position;
    this.count = count;
  }

  operand(position: number): void {
    const load = this.loads[position];
    if (load !== undefined) loadVector(this.step.code, load, this.position, this.count);
  }

  constant(bits: number): void {
    this.step.constant(bits);
  }

  index(): void {
    this.pushPosition(indexKey);
  }

  coordinate(axis: number): void {
    this.pushPosition(coordinateKey(axis));
  }

  private pushPosition(key: string): void {
    const { code } = this.step;
    const walk = this.positions.get(key);
    if (walk === undefined) return;
    const { local, stride } = walk;
    code.get(local);
    if (this.position * stride !== 0) {
      code.i32(this.position * stride);
      code.scalar(scalar.i32Add);
    }
    code.simd(simd.i32x4Splat);
    if (stride === 0) return;
    code.v128([0, stride, 2 * stride, 3 * stride]);
    code.simd(simd.i32x4Add);
  }
}

/** Names under which formulas ask for positions. */
export const indexKey = "index";
/** See {@link indexKey}. */
export const coordinateKey = (axis: number): string => `coordinate ${axis}`;

/** The position that a leaf asks for, else undefined. */
export function positionKey({ instruction, value }: LaneNode): string | undefined {
  if (instruction === "index") return indexKey;
  return instruction === "coordinate" ? coordinateKey(value) : undefined;
}
