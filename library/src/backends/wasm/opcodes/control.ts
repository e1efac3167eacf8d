// Control flow and variables; these take immediates and are written by methods of the function builder.

export const block = 0x02;
export const loop = 0x03;
export const ifBlock = 0x04;
export const elseBlock = 0x05;
export const end = 0x0b;
export const branch = 0x0c;
export const branchIf = 0x0d;
export const call = 0x10;
export const drop = 0x1a;
export const localGet = 0x20;
export const localSet = 0x21;
export const localTee = 0x22;
export const i32Const = 0x41;
export const f32Const = 0x43;
/** Block type of a block without result. */
export const noResult = 0x40;
