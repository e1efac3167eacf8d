// Loads and stores of vectors; their immediates are alignment and offset.

export const load = 0x00;
export const load32Splat = 0x09;
export const load32Zero = 0x5c;
export const load64Zero = 0x5d;
export const store = 0x0b;
