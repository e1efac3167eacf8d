// Streams: each use of random numbers under one seed has a number of its own, so that no two uses draw the same numbers.

/** Order of the rows in each epoch. */
export const shuffleStream = 1;

const initializationStreams = 0x01000000;
const layerStreams = 0x02000000;
const drawsOfLayer = 256;

/** First values of the weight at a position in the network. */
export function initializationStream(weight: number): number {
  return initializationStreams + weight;
}

/** A draw of the layer at a position in the network, during a training step: dropout, noise. */
export function layerStream(layer: number, draw: number): number {
  return layerStreams + layer * drawsOfLayer + draw;
}
