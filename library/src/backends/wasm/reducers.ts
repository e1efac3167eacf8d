// How vectors are combined by each reducer, and what a reduction begins with.
import { BackendError, type Dtype, type Reducer } from "../../tensor/index.ts";
import { float32Bits } from "./bytes.ts";
import type { FunctionBuilder, Local } from "./functionBuilder.ts";
import { type SimdOpcode, simd } from "./opcodes/index.ts";

/** One reducer for one dtype. */
export interface LaneReducer {
  /** Bits that change nothing when they are combined. */
  readonly identity: number;
  readonly combine: SimdOpcode;
  /** Whether many values lose accuracy when they are combined one after the other. */
  readonly rounds: boolean;
  /** The result is divided by the number of values. */
  readonly divides: boolean;
}

const floats: Readonly<Record<Reducer, LaneReducer>> = {
  sum: { identity: 0, combine: simd.f32x4Add, rounds: true, divides: false },
  mean: { identity: 0, combine: simd.f32x4Add, rounds: true, divides: true },
  maximum: {
    identity: float32Bits(Number.NEGATIVE_INFINITY),
    combine: simd.f32x4Max,
    rounds: false,
    divides: false,
  },
  minimum: {
    identity: float32Bits(Number.POSITIVE_INFINITY),
    combine: simd.f32x4Min,
    rounds: false,
    divides: false,
  },
};

const integers: Readonly<Record<Exclude<Reducer, "mean">, LaneReducer>> = {
  sum: { identity: 0, combine: simd.i32x4Add, rounds: false, divides: false },
  maximum: { identity: -(2 ** 31), combine: simd.i32x4MaxS, rounds: false, divides: false },
  minimum: { identity: 2 ** 31 - 1, combine: simd.i32x4MinS, rounds: false, divides: false },
};

/** @throws {BackendError} for what has no meaning: means of integers, and anything of truth values. */
export function laneReducer(reducer: Reducer, dtype: Dtype): LaneReducer {
  if (dtype === "float") return floats[reducer];
  if (dtype === "int32" && reducer !== "mean") return integers[reducer];
  throw new BackendError(`the wasm backend cannot reduce ${dtype} by ${reducer}`, {
    expected: "a value of dtype float",
  });
}

/** `total = combine(total, value)`, the value being on the stack. */
export function emitCombine(code: FunctionBuilder, { combine }: LaneReducer, total: Local<"v128">): void {
  code.get(total);
  code.simd(combine);
  code.set(total);
}

/** A new local with the identity in all lanes. */
export function emitIdentity(code: FunctionBuilder, reducer: LaneReducer): Local<"v128"> {
  const local = code.local("v128");
  emitReset(code, reducer, local);
  return local;
}

/** Sets all lanes to the identity. */
export function emitReset(code: FunctionBuilder, { identity }: LaneReducer, local: Local<"v128">): void {
  code.i32x4(identity);
  code.set(local);
}

/** Lanes of the vector on the stack from `count` on are replaced by the identity. */
export function emitMasked(code: FunctionBuilder, { identity }: LaneReducer, count: number): void {
  const mask = [0, 1, 2, 3].map((lane) => (lane < count ? -1 : 0));
  if (identity !== 0) code.i32x4(identity);
  code.v128(mask);
  code.simd(identity === 0 ? simd.v128And : simd.v128Bitselect);
}

/** Combines the lanes of a vector; the result stands in all of them. Pairs first: the order is always the same. */
export function emitAcross(code: FunctionBuilder, reducer: LaneReducer, total: Local<"v128">): void {
  const orders = [[2, 3, 0, 1] as const, [1, 0, 3, 2] as const];
  for (const order of orders) {
    code.get(total);
    code.get(total);
    code.shuffle(order);
    emitCombine(code, reducer, total);
  }
}

/** Divides a mean's sum by the number of values. */
export function emitFinish(
  code: FunctionBuilder,
  { divides }: LaneReducer,
  total: Local<"v128">,
  values: number,
): void {
  code.get(total);
  if (!divides) return;
  code.f32x4(values);
  code.simd(simd.f32x4Div);
}
