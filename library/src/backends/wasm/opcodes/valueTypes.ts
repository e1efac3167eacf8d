// What kinds of values there are.

/** Value types of the binary format. */
export const valueTypes = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
/** Types of locals, parameters and results. */
export type ValueType = keyof typeof valueTypes;
