// Reductions with vectors along the last reduced axis: several running totals, combined at the end.
import { BodySources, levelOfLeaf, walkAccess } from "./bodySources.ts";
import type { FunctionBuilder, Local } from "./functionBuilder.ts";
import { LaneProgram, outside } from "./laneProgram.ts";
import { emitGroups, emitLoops, type Walker, WalkerSet } from "./loopNest.ts";
import type { PlacedReduction } from "./reduce.ts";
import {
  emitAcross,
  emitCombine,
  emitFinish,
  emitIdentity,
  emitMasked,
  emitReset,
  type LaneReducer,
} from "./reducers.ts";
import type { StepCode } from "./stepCode.ts";
import { lanes, storeVector } from "./vectorAccess.ts";

/** Running totals at most; additions to one must wait for each other, so several are faster. */
const maximumTotals = 4;
/** Formulas with at most this many instructions get all running totals. */
const smallFormula = 8;
/** Values that are combined before their total goes into the next one, which bounds the rounding error. */
const chunk = 4096;

/** Emits a reduction whose vectors run along its last axis, which is reduced. */
export function emitReduceAlong(step: StepCode, reduction: PlacedReduction): void {
  const { code } = step;
  const { sizes, kept, root, body, output, reducer, count } = reduction;
  const last = sizes.length - 1;
  const size = sizes[last] ?? 1;
  const walkers = new WalkerSet(code);
  const sources = new BodySources(step, walkers, body, last);
  const target = walkAccess(step, walkers, output, last);
  const program = new LaneProgram(code, [root], last, levelOfLeaf(body));
  const enter = (level: number): void => {
    sources.at(0, 1);
    program.enter(level, sources);
  };
  const number = totalsFor(size, program.size);
  const element = (totals: readonly Local<"v128">[], position: number, values: number): void => {
    const total = totals[(position / lanes) % totals.length];
    if (total === undefined) return;
    sources.at(position, values);
    program.begin();
    program.push(root, sources);
    program.finish();
    if (values < lanes) emitMasked(code, reducer, values);
    emitCombine(code, reducer, total);
  };
  const one = (): void => {
    const result = emitIdentity(code, reducer);
    const moved = emitLoops(
      code,
      sizes,
      walkers.walkers,
      {
        enter,
        innermost: () =>
          emitRow(code, reducer, { size, axis: last, number, result, walkers: walkers.walkers, element }),
      },
      kept,
    );
    for (const { local, strides } of walkers.walkers) code.advance(local, -moved * (strides[kept] ?? 0));
    emitAcross(code, reducer, result);
    storeVector(code, { ...target, stride: 0 }, 0, 1, () => emitFinish(code, reducer, result, count));
    code.release(result);
  };
  enter(outside);
  emitKept(code, sizes.slice(0, kept), walkers.walkers, enter, one);
  program.release();
  walkers.release();
}

/** Loops over the kept axes; `one` computes one result and leaves the walkers as they were. */
function emitKept(
  code: FunctionBuilder,
  sizes: readonly number[],
  walkers: readonly Walker[],
  enter: (level: number) => void,
  one: () => void,
): void {
  emitLoops(code, [...sizes, 1], walkers, {
    enter,
    innermost: () => {
      one();
      return 0;
    },
  });
}

function totalsFor(size: number, instructions: number): number {
  if (instructions > smallFormula) return 1;
  return Math.max(1, Math.min(maximumTotals, Math.floor(size / lanes)));
}

interface Row {
  readonly size: number;
  readonly axis: number;
  readonly number: number;
  readonly result: Local<"v128">;
  readonly walkers: readonly Walker[];
  readonly element: (totals: readonly Local<"v128">[], position: number, count: number) => void;
}

/** The last axis, in chunks whose totals go into the result one after the other. */
function emitRow(code: FunctionBuilder, reducer: LaneReducer, row: Row): number {
  const { size, axis, walkers } = row;
  const length = reducer.rounds ? Math.min(size, chunk) : size;
  const whole = length === 0 ? 0 : Math.floor(size / length);
  const rest = size - whole * length;
  const advance = (moved: number, wanted: number): void => {
    for (const { local, strides } of walkers) code.advance(local, (wanted - moved) * (strides[axis] ?? 0));
  };
  if (whole === 1 && rest === 0) return emitChunk(code, reducer, row, size);
  code.repeat(whole, () => advance(emitChunk(code, reducer, row, length), length));
  return whole * length + (rest > 0 ? emitChunk(code, reducer, row, rest) : 0);
}

function emitChunk(code: FunctionBuilder, reducer: LaneReducer, row: Row, size: number): number {
  const { axis, number, result, walkers, element } = row;
  const totals = Array.from({ length: number }, () => code.local("v128"));
  for (const total of totals) emitReset(code, reducer, total);
  const moved = emitGroups(code, walkers, axis, {
    size,
    group: lanes,
    unroll: number,
    straight: 2 * number,
    element: (position, count) => element(totals, position, count),
  });
  emitPairs(code, reducer, totals);
  const [first] = totals;
  if (first !== undefined) {
    code.get(first);
    emitCombine(code, reducer, result);
  }
  code.release(...totals);
  return moved;
}

/** Combines the totals pairwise into the first. */
function emitPairs(code: FunctionBuilder, reducer: LaneReducer, totals: readonly Local<"v128">[]): void {
  for (let distance = 1; distance < totals.length; distance *= 2) {
    for (let index = 0; index + distance < totals.length; index += 2 * distance) {
      const [left, right] = [totals[index], totals[index + distance]];
      if (left === undefined || right === undefined) continue;
      code.get(right);
      emitCombine(code, reducer, left);
    }
  }
}
