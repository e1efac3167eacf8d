// Vector instructions with immediates of their own.

export const v128Const = 0x0c;
export const i8x16Shuffle = 0x0d;
