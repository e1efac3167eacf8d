// The layers whose operations have kernels of their own: whoever imports such a layer gets its kernels, nobody else.
import {
  convolutionKernels,
  type Kernel,
  loopKernels,
  poolingKernels,
  scatterKernels,
  withKernels,
} from "./backends/index.ts";
import * as layers from "./nn/layers/index.ts";

/** Filters that look at windows of pictures, with Keras' options and defaults. */
export const conv2D: typeof layers.conv2D = withKernels(layers.conv2D, convolutionKernels);

/** The largest element of each window of pictures, for each channel, with Keras' options and defaults. */
export const maxPooling2D: typeof layers.maxPooling2D = withKernels(layers.maxPooling2D, poolingKernels);

/** The mean of each window of pictures, for each channel, with Keras' options and defaults. */
export const averagePooling2D: typeof layers.averagePooling2D = withKernels(layers.averagePooling2D, poolingKernels);

/** Vectors that are learned for whole numbers, with Keras' options and defaults. */
export const embedding: typeof layers.embedding = withKernels(layers.embedding, scatterKernels);

const recurrentKernels: readonly Kernel[] = loopKernels.concat(scatterKernels);

/** Layers of units that read sequences, with Keras' options and defaults. */
export const simpleRnn: typeof layers.simpleRnn = withKernels(layers.simpleRnn, recurrentKernels);

/** Long short-term memory, with Keras' options and defaults. */
export const lstm: typeof layers.lstm = withKernels(layers.lstm, recurrentKernels);

/** Gated recurrent units, with Keras' options and defaults. */
export const gru: typeof layers.gru = withKernels(layers.gru, recurrentKernels);
