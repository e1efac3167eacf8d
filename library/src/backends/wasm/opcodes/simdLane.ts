// Vector instructions whose immediate is a lane.

export const i32x4ExtractLane = 0x1b;
export const i32x4ReplaceLane = 0x1c;
export const f32x4ExtractLane = 0x1f;
export const f32x4ReplaceLane = 0x20;
