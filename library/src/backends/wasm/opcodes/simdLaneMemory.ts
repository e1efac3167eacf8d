// Loads and stores of one part of a vector; their immediates are alignment, offset and the part.

export const load32Lane = 0x56;
export const load64Lane = 0x57;
export const store32Lane = 0x5a;
export const store64Lane = 0x5b;
