// Copies the second operand of a contraction to working memory, panel after panel, in the order in which tiles read it.
import type { FunctionBuilder } from "../functionBuilder.ts";
import { type Axes, atLeastOneAxis, emitLoops, mergeAxes, WalkerSet } from "../loopNest.ts";
import { elementBytes } from "../planLayout.ts";
import { lanes, loadVector, storeVector } from "../vectorAccess.ts";
import { panelColumns } from "./contraction.ts";
import type { Start } from "./contractionTile.ts";
import { packedWidth } from "./matmulPack.ts";

/** A matrix `[depth, columns]` whose depth is several axes. */
export interface PackedSource {
  /** Axes of depth with their strides. */
  readonly depth: Axes;
  readonly columns: number;
  /** Elements between columns. */
  readonly column: number;
  readonly start: Start;
}

/** Elements that the packed panels take: whole vectors, the last one filled up with zeros. */
export function packedSize(depth: readonly number[], columns: number): number {
  return depth.reduce((product, size) => product * size, packedWidth(columns));
}

/** Emits the copy: for each panel of columns, `[depth, width of the panel]` row-major. */
export function emitPackPanels(code: FunctionBuilder, source: PackedSource, target: Start): void {
  const { columns, column, start } = source;
  const whole = Math.floor(columns / panelColumns);
  const size = packedSize(source.depth.sizes, panelColumns);
  const walkers = new WalkerSet(code);
  const panel = {
    ...source,
    start: { ...start, address: walkers.walk(start.address, 0, [panelColumns * column * elementBytes]) },
  };
  const to = { ...target, address: walkers.walk(target.address, 0, [size * elementBytes]) };
  code.repeat(whole, () => {
    emitPackPanel(code, { ...panel, columns: panelColumns }, to);
    for (const { local, strides } of walkers.walkers) code.advance(local, strides[0] ?? 0);
  });
  const rest = columns - whole * panelColumns;
  if (rest > 0) emitPackPanel(code, { ...panel, columns: rest }, to);
  walkers.release();
}

function emitPackPanel(code: FunctionBuilder, { depth, columns, column, start }: PackedSource, target: Start): void {
  const width = packedWidth(columns);
  const rowMajor = depth.sizes.map((_, axis) => depth.sizes.slice(axis + 1).reduce((a, size) => a * size, width));
  const { sizes, strides } = atLeastOneAxis(
    mergeAxes({ sizes: depth.sizes, strides: [depth.strides[0] ?? [], rowMajor] }),
  );
  const [bytes = [], packed = []] = strides.map((along) => along.map((stride) => stride * elementBytes));
  const walkers = new WalkerSet(code);
  const from = { ...start, address: walkers.walk(start.address, 0, bytes), stride: column, dtype: "float" } as const;
  const to = { ...target, address: walkers.walk(target.address, 0, packed), stride: 1, dtype: "float" } as const;
  emitLoops(code, [...sizes, 1], walkers.walkers, {
    innermost: () => {
      for (let at = 0; at < columns; at += lanes) {
        storeVector(code, to, at, lanes, () => loadVector(code, from, at, Math.min(lanes, columns - at)));
      }
      return 0;
    },
  });
  walkers.release();
}
