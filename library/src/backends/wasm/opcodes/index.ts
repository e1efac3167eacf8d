// The opcodes folder: numbers of the WebAssembly instructions that the code generator uses (WebAssembly core specification,
// chapter 5.4). Each is a constant of its own, which minifiers write as its number.
import * as control from "./control.ts";
import * as memory from "./memory.ts";
import * as relaxedSimd from "./relaxedSimd.ts";
import * as scalar from "./scalar.ts";
import * as simd from "./simd.ts";
import * as simdImmediate from "./simdImmediate.ts";
import * as simdLane from "./simdLane.ts";
import * as simdLaneMemory from "./simdLaneMemory.ts";
import * as simdMemory from "./simdMemory.ts";

export * from "./valueTypes.ts";
export { control, memory, relaxedSimd, scalar, simd, simdImmediate, simdLane, simdLaneMemory, simdMemory };

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
