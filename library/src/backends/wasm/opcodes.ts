// Numbers of the WebAssembly instructions that the code generator uses (WebAssembly core specification, chapter 5.4).

/** Value types of the binary format. */
export const valueTypes = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
/** Types of locals, parameters and results. */
export type ValueType = keyof typeof valueTypes;

/** Control flow and variables; these take immediates and are written by methods of the function builder. */
export const control = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  branch: 0x0c,
  branchIf: 0x0d,
  call: 0x10,
  drop: 0x1a,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Const: 0x41,
  f32Const: 0x43,
  /** Block type of a block without result. */
  noResult: 0x40,
} as const;

/** Instructions on scalars without immediates. */
export const scalar = {
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GtS: 0x4a,
  i32GtU: 0x4b,
  i32LeS: 0x4c,
  i32LeU: 0x4d,
  i32GeS: 0x4e,
  i32GeU: 0x4f,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32And: 0x71,
  i32Or: 0x72,
  i32Xor: 0x73,
  i32Shl: 0x74,
  i32ShrS: 0x75,
  i32ShrU: 0x76,
  f32Add: 0x92,
  f32Sub: 0x93,
  f32Mul: 0x94,
  f32Div: 0x95,
} as const;

/** Loads and stores of scalars; their immediates are alignment and offset. */
export const memory = {
  i32Load: 0x28,
  f32Load: 0x2a,
  i32Store: 0x36,
  f32Store: 0x38,
} as const;

/** Loads and stores of vectors; their immediates are alignment and offset. */
export const simdMemory = {
  load: 0x00,
  load32Splat: 0x09,
  load32Zero: 0x5c,
  load64Zero: 0x5d,
  store: 0x0b,
} as const;
/** Loads and stores of one part of a vector; their immediates are alignment, offset and the part. */
export const simdLaneMemory = { load32Lane: 0x56, load64Lane: 0x57, store32Lane: 0x5a, store64Lane: 0x5b } as const;

/** Instructions whose immediate is a lane. */
export const simdLane = {
  i32x4ExtractLane: 0x1b,
  i32x4ReplaceLane: 0x1c,
  f32x4ExtractLane: 0x1f,
  f32x4ReplaceLane: 0x20,
} as const;

/** Vector instructions with immediates of their own. */
export const simdImmediate = { v128Const: 0x0c, i8x16Shuffle: 0x0d } as const;

/** Vector instructions without immediates. */
export const simd = {
  i32x4Splat: 0x11,
  f32x4Splat: 0x13,
  i32x4Eq: 0x37,
  i32x4Ne: 0x38,
  i32x4LtS: 0x39,
  i32x4GtS: 0x3b,
  f32x4Eq: 0x41,
  f32x4Ne: 0x42,
  f32x4Lt: 0x43,
  f32x4Gt: 0x44,
  f32x4Le: 0x45,
  f32x4Ge: 0x46,
  v128Not: 0x4d,
  v128And: 0x4e,
  v128Andnot: 0x4f,
  v128Or: 0x50,
  v128Xor: 0x51,
  v128Bitselect: 0x52,
  f32x4Ceil: 0x67,
  f32x4Floor: 0x68,
  f32x4Trunc: 0x69,
  f32x4Nearest: 0x6a,
  i32x4Neg: 0xa1,
  i32x4Shl: 0xab,
  i32x4ShrS: 0xac,
  i32x4ShrU: 0xad,
  i32x4Add: 0xae,
  i32x4Sub: 0xb1,
  i32x4Mul: 0xb5,
  i32x4MinS: 0xb6,
  i32x4MaxS: 0xb8,
  f32x4Abs: 0xe0,
  f32x4Neg: 0xe1,
  f32x4Sqrt: 0xe3,
  f32x4Add: 0xe4,
  f32x4Sub: 0xe5,
  f32x4Mul: 0xe6,
  f32x4Div: 0xe7,
  f32x4Min: 0xe8,
  f32x4Max: 0xe9,
  f32x4Pmin: 0xea,
  f32x4Pmax: 0xeb,
  i32x4TruncSatF32x4S: 0xf8,
  f32x4ConvertI32x4S: 0xfa,
} as const;

/** Relaxed SIMD: only where the engine has it. */
export const relaxedSimd = { f32x4RelaxedMadd: 0x105 } as const;

type Codes<T> = T[keyof T];
/** The numbers of each group, so that a method takes only those that it can write. */
export type ScalarOpcode = Codes<typeof scalar>;
/** See {@link ScalarOpcode}. */
export type MemoryOpcode = Codes<typeof memory>;
/** See {@link ScalarOpcode}. */
export type SimdOpcode = Codes<typeof simd> | Codes<typeof relaxedSimd>;
/** See {@link ScalarOpcode}. */
export type SimdMemoryOpcode = Codes<typeof simdMemory>;
/** See {@link ScalarOpcode}. */
export type SimdLaneMemoryOpcode = Codes<typeof simdLaneMemory>;
/** See {@link ScalarOpcode}. */
export type SimdLaneOpcode = Codes<typeof simdLane>;
