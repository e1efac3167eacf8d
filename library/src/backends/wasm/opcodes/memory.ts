// Loads and stores of scalars; their immediates are alignment and offset.

export const i32Load = 0x28;
export const f32Load = 0x2a;
export const i32Store = 0x36;
export const f32Store = 0x38;
