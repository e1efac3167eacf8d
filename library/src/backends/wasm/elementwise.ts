// Code of elementwise steps: one fused loop that stores one or more values.
import type { Access, ElementwiseStep } from "../../graph/index.ts";
import { sizeOf } from "../../tensor/index.ts";
import { BodySources, levelOfLeaf, type StridedAccess, walkAccess } from "./bodySources.ts";
import type { Local } from "./functionBuilder.ts";
import { placeBody, prepareBody } from "./fusedBody.ts";
import { LaneProgram, outside } from "./laneProgram.ts";
import {
  type Axes,
  atLeastOneAxis,
  axesByStride,
  emitGroups,
  emitLoops,
  mergeAxes,
  selectAxes,
  WalkerSet,
} from "./loopNest.ts";
import type { StepCode } from "./stepCode.ts";
import { lanes, storeVector, type VectorAccess } from "./vectorAccess.ts";

/** Formulas with at most this many instructions are written twice per iteration, to halve the loop's own cost. */
const smallFormula = 16;

/** Short loops are written out as long as the code is not much more than this many instructions. */
const straightInstructions = 96;

/** Emits the loop of an elementwise step. */
export function emitElementwise(step: StepCode, { shape, body, outputs }: ElementwiseStep): void {
  const [first] = outputs;
  if (first === undefined || sizeOf(shape) === 0) return;
  const { code } = step;
  const values = outputs.map(({ value }) => value);
  const prepared = prepareBody(shape, body, values, step.options);
  const targets = outputs.map(({ access }) => access);
  const all: Axes = {
    sizes: shape,
    strides: [...prepared.axes.strides, ...targets.map(({ view }) => view.strides)],
  };
  const { sizes, strides } = atLeastOneAxis(mergeAxes(selectAxes(all, axesByStride(shape, first.access.view.strides))));
  const placed = placeBody(prepared, strides);
  const innermost = sizes.length - 1;
  const walkers = new WalkerSet(code);
  const sources = new BodySources(step, walkers, placed, innermost);
  const stores = targets.map((access, position): StridedAccess => {
    return { access, strides: strides[prepared.axes.strides.length + position] ?? [] };
  });
  const writes = stores.map((store) => walkAccess(step, walkers, store, innermost));
  const program = new LaneProgram(code, prepared.roots, innermost, levelOfLeaf(placed));
  const late = targets.map((access) => mayAlias(step, access, body.loads));
  const enter = (level: number): void => {
    sources.at(0, 1);
    program.enter(level, sources);
  };
  const element = (position: number, count: number): void => {
    sources.at(position, count);
    program.begin();
    storeAll(step, writes, late, position, count, (output) => {
      const root = prepared.roots[output];
      if (root !== undefined) program.push(root, sources);
    });
    program.finish();
  };
  enter(outside);
  emitLoops(code, sizes, walkers.walkers, {
    enter,
    innermost: () =>
      emitGroups(code, walkers.walkers, innermost, {
        size: sizes[innermost] ?? 1,
        group: lanes,
        unroll: program.size <= smallFormula ? 2 : 1,
        straight: Math.min(4, Math.ceil(straightInstructions / Math.max(1, program.size))),
        element,
      }),
  });
  program.release();
  walkers.release();
}

/** Stores every output; those whose memory a load of the same element may still need are stored last. */
function storeAll(
  { code }: StepCode,
  writes: readonly VectorAccess[],
  late: readonly boolean[],
  position: number,
  count: number,
  push: (output: number) => void,
): void {
  const held: { write: VectorAccess; local: Local<"v128"> }[] = [];
  writes.forEach((write, output) => {
    if (late[output] === true && output < writes.length - 1) {
      const local = code.local("v128");
      push(output);
      code.set(local);
      held.push({ write, local });
    } else {
      storeVector(code, write, position, count, () => push(output));
    }
  });
  for (const { write, local } of held) {
    storeVector(code, write, position, count, () => code.get(local));
    code.release(local);
  }
}

/** Whether an output may stand where a load reads. */
function mayAlias({ layout }: StepCode, output: Access, loads: readonly Access[]): boolean {
  const range = layout.range(output.buffer);
  return loads.some(({ buffer }) => {
    const other = layout.range(buffer);
    return range.base === other.base && range.start < other.end && other.start < range.end;
  });
}
