// LeNet's sizes as every competitor builds it: two convolutions of 5 × 5 with pooling of 2 × 2, then dense layers, relu between.

/** Height and width of the pictures. */
export const side = 28;
/** Filters of the two convolutions; zeros are added around the pictures of the first so that their size stays. */
export const filters = [6, 16] as const;
export const kernelSize = 5;
export const poolSize = 2;
/** What is left of height and width after the second pooling. */
export const lastSide = 5;
/** Scores are of the first rows only: competitors that are hundreds of times slower would spend the run on them. */
export const scoredRows = 1024;
