// Loads and stores of up to four neighbouring elements of a strided operand.
import type { Dtype } from "../../tensor/index.ts";
import type { FunctionBuilder, Local } from "./functionBuilder.ts";
import { scalar, simd, simdLaneMemory, simdMemory } from "./opcodes/index.ts";
import { elementBytes } from "./planLayout.ts";

/** Number of elements in a vector. */
export const lanes = 4;

/** An operand at a point of the innermost loop. */
export interface VectorAccess {
  /** Address of the element at the loop's present position, less `offset`. */
  readonly address: Local<"i32">;
  /** Bytes, part of the code. */
  readonly offset: number;
  /** Elements between neighbours along the innermost loop. */
  readonly stride: number;
  readonly dtype: Dtype;
}

/** Leaves the address on the stack; gives what remains to be added as the instruction's offset, which is not negative. */
export function pushAddress(code: FunctionBuilder, address: Local<"i32">, offset: number): number {
  code.get(address);
  if (offset >= 0) return offset;
  code.i32(offset);
  code.scalar(scalar.i32Add);
  return 0;
}

/** Leaves elements `position` to `position + count - 1` on the stack as a vector; other lanes are zero. */
export function loadVector(code: FunctionBuilder, access: VectorAccess, position: number, count: number): void {
  loadBits(code, access, position, count);
  if (access.dtype === "bool") {
    code.i32x4(0);
    code.simd(simd.i32x4Ne);
  }
}

function loadBits(code: FunctionBuilder, access: VectorAccess, position: number, count: number): void {
  const { address, offset, stride } = access;
  const start = offset + position * stride * elementBytes;
  if (stride === 0) code.simdMemory(simdMemory.load32Splat, pushAddress(code, address, start));
  else if (stride !== 1) loadLanes(code, access, start, count);
  else if (count === lanes) code.simdMemory(simdMemory.load, pushAddress(code, address, start));
  else loadPart(code, address, start, count);
}

/** One, two or three neighbours. */
function loadPart(code: FunctionBuilder, address: Local<"i32">, start: number, count: number): void {
  const whole = count === 1 ? simdMemory.load32Zero : simdMemory.load64Zero;
  const offset = pushAddress(code, address, start);
  code.simdMemory(whole, offset);
  if (count === 3) loadLane(code, address, start + 2 * elementBytes, 2);
}

/** Replaces a lane of the vector on the stack. */
function loadLane(code: FunctionBuilder, address: Local<"i32">, start: number, lane: number): void {
  const vector = code.local("v128");
  code.set(vector);
  const offset = pushAddress(code, address, start);
  code.get(vector);
  code.simdLaneMemory(simdLaneMemory.load32Lane, lane, offset);
  code.release(vector);
}

function loadLanes(code: FunctionBuilder, { address, stride }: VectorAccess, start: number, count: number): void {
  code.simdMemory(simdMemory.load32Zero, pushAddress(code, address, start));
  for (let lane = 1; lane < count; lane += 1) loadLane(code, address, start + lane * stride * elementBytes, lane);
}

/** Stores `count` lanes of a vector as elements `position` and following. */
export function storeVector(
  code: FunctionBuilder,
  access: VectorAccess,
  position: number,
  count: number,
  push: () => void,
): void {
  const { address, stride, dtype } = access;
  const start = access.offset + position * stride * elementBytes;
  if (stride === 1 && count === lanes) {
    const offset = pushAddress(code, address, start);
    pushStored(code, dtype, push);
    code.simdMemory(simdMemory.store, offset);
    return;
  }
  const vector = code.local("v128");
  pushStored(code, dtype, push);
  code.set(vector);
  for (const { lane, width } of parts(stride, count)) {
    const offset = pushAddress(code, address, start + lane * stride * elementBytes);
    code.get(vector);
    if (width === 2) code.simdLaneMemory(simdLaneMemory.store64Lane, lane / 2, offset);
    else code.simdLaneMemory(simdLaneMemory.store32Lane, lane, offset);
  }
  code.release(vector);
}

/** A mask is stored as 0 or 1. */
function pushStored(code: FunctionBuilder, dtype: Dtype, push: () => void): void {
  push();
  if (dtype !== "bool") return;
  code.i32(31);
  code.simd(simd.i32x4ShrU);
}

/** How many lanes each store of a partial or strided vector takes. */
function parts(stride: number, count: number): { lane: number; width: number }[] {
  if (stride === 1 && count === 2) return [{ lane: 0, width: 2 }];
  if (stride === 1 && count === 3)
    return [
      { lane: 0, width: 2 },
      { lane: 2, width: 1 },
    ];
  return Array.from({ length: count }, (_, lane) => ({ lane, width: 1 }));
}
