// Reductions with vectors along the last kept axis: each lane is a result of its own.
import { BodySources, levelOfLeaf, walkAccess } from "./bodySources.ts";
import type { FunctionBuilder, Local } from "./functionBuilder.ts";
import { LaneProgram, outside } from "./laneProgram.ts";
import { emitGroups, emitLoops, type Walker, WalkerSet } from "./loopNest.ts";
import type { PlacedReduction } from "./reduce.ts";
import { emitCombine, emitFinish, emitIdentity, emitReset, type LaneReducer } from "./reducers.ts";
import type { StepCode } from "./stepCode.ts";
import { lanes, storeVector, type VectorAccess } from "./vectorAccess.ts";

/** Vectors of results side by side: they share the loops, and their additions need not wait for each other. */
const maximumVectors = 4;
/** Formulas with more instructions are computed for one vector of results at a time. */
const smallFormula = 8;
/** Values that are combined before their total goes into the next one, which bounds the rounding error. */
const chunk = 256;

/** One vector of results: its formula's outer values and its running totals. */
interface Column {
  readonly position: number;
  readonly count: number;
  readonly program: LaneProgram;
  readonly result: Local<"v128">;
  /** Total of the present chunk; the result itself where there are no chunks. */
  readonly total: Local<"v128">;
}

/** Emits a reduction whose vectors run along its last kept axis. */
export function emitReduceAcross(step: StepCode, reduction: PlacedReduction): void {
  const { code } = step;
  const { sizes, kept, root, body, output } = reduction;
  const axis = kept - 1;
  const innermost = Math.max(axis, sizes.length - 1);
  const walkers = new WalkerSet(code);
  const sources = new BodySources(step, walkers, body, axis);
  const target = walkAccess(step, walkers, output, axis);
  const shared = new LaneProgram(code, [root], innermost, levelOfLeaf(body));
  const vectors = shared.size > smallFormula ? 1 : maximumVectors;
  const columns = Array.from({ length: vectors }, () => new LaneProgram(code, [root], innermost, levelOfLeaf(body)));
  const enter = (level: number): void => {
    sources.at(0, 1);
    for (const program of columns) program.enter(level, sources);
  };
  enter(outside);
  emitLoops(code, sizes.slice(0, kept), walkers.walkers, {
    enter,
    innermost: () =>
      emitGroups(code, walkers.walkers, axis, {
        size: sizes[axis] ?? 1,
        group: lanes * vectors,
        unroll: 1,
        straight: 1,
        element: (position, count) =>
          emitBlock(step, reduction, { sources, target, walkers, columns, position, count }),
      }),
  });
  for (const program of columns) program.release();
  walkers.release();
}

interface Block {
  readonly sources: BodySources;
  readonly target: VectorAccess;
  readonly walkers: WalkerSet;
  readonly columns: readonly LaneProgram[];
  readonly position: number;
  readonly count: number;
}

/** Computes up to four vectors of results. */
function emitBlock({ code }: StepCode, reduction: PlacedReduction, block: Block): void {
  const { sizes, kept, root, reducer, count: values } = reduction;
  const { sources, target } = block;
  const { walkers } = block.walkers;
  const chunked = isChunked(reduction);
  const columns = columnsOf(code, reducer, block, chunked);
  const each = (action: (column: Column) => void): void => {
    for (const column of columns) {
      sources.at(column.position, column.count);
      action(column);
    }
  };
  const enter = (level: number): void => each(({ program }) => program.enter(level, sources));
  const combine = (): void =>
    each(({ program, total }) => {
      program.begin();
      program.push(root, sources);
      program.finish();
      emitCombine(code, reducer, total);
    });
  enter(kept - 1);
  if (kept === sizes.length) combine();
  else {
    const moved = emitLoops(
      code,
      sizes,
      walkers,
      { enter, innermost: () => emitColumn(code, reduction, columns, walkers, chunked, combine) },
      kept,
    );
    for (const { local, strides } of walkers) code.advance(local, -moved * (strides[kept] ?? 0));
  }
  for (const { position, count, result, total } of columns) {
    storeVector(code, target, position, count, () => emitFinish(code, reducer, result, values));
    code.release(result);
    if (total !== result) code.release(total);
  }
}

/** The vectors of a block; the last one may be partial. */
function columnsOf(
  code: FunctionBuilder,
  reducer: LaneReducer,
  { columns, position, count }: Block,
  chunked: boolean,
): Column[] {
  return columns.slice(0, Math.ceil(count / lanes)).map((program, index) => {
    const result = emitIdentity(code, reducer);
    return {
      position: position + index * lanes,
      count: Math.min(lanes, count - index * lanes),
      program,
      result,
      total: chunked ? code.local("v128") : result,
    };
  });
}

/** Whether sums are long enough for rounding errors to matter. */
function isChunked({ sizes, kept, reducer }: PlacedReduction): boolean {
  const last = sizes.length > kept ? (sizes.at(-1) ?? 1) : 1;
  return reducer.rounds && (last > 2 * chunk || (sizes.length > kept + 1 && last > 16));
}

/** The last reduced axis, one value at a time, in chunks where sums are long. */
function emitColumn(
  code: FunctionBuilder,
  { sizes, reducer }: PlacedReduction,
  columns: readonly Column[],
  walkers: readonly Walker[],
  chunked: boolean,
  combine: () => void,
): number {
  const axis = sizes.length - 1;
  const size = sizes[axis] ?? 1;
  const rows = (count: number): void =>
    code.repeat(count, () => {
      combine();
      for (const { local, strides } of walkers) code.advance(local, strides[axis] ?? 0);
    });
  const part = (count: number): void => {
    for (const { total } of columns) emitReset(code, reducer, total);
    rows(count);
    for (const { total, result } of columns) {
      code.get(total);
      emitCombine(code, reducer, result);
    }
  };
  if (!chunked) rows(size);
  else {
    code.repeat(Math.floor(size / chunk), () => part(chunk));
    if (size % chunk > 0) part(size % chunk);
  }
  return size;
}
