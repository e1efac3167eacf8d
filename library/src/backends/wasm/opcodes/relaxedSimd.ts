// Relaxed SIMD: only where the engine has it.

export const f32x4RelaxedMadd = 0x105;
