// Instructions on scalars without immediates.

export const i32Eqz = 0x45;
export const i32Eq = 0x46;
export const i32Ne = 0x47;
export const i32LtS = 0x48;
export const i32LtU = 0x49;
export const i32GtS = 0x4a;
export const i32GtU = 0x4b;
export const i32LeS = 0x4c;
export const i32LeU = 0x4d;
export const i32GeS = 0x4e;
export const i32GeU = 0x4f;
export const i32Add = 0x6a;
export const i32Sub = 0x6b;
export const i32Mul = 0x6c;
export const i32And = 0x71;
export const i32Or = 0x72;
export const i32Xor = 0x73;
export const i32Shl = 0x74;
export const i32ShrS = 0x75;
export const i32ShrU = 0x76;
export const f32Add = 0x92;
export const f32Sub = 0x93;
export const f32Mul = 0x94;
export const f32Div = 0x95;
