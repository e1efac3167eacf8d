// The optimizers whose own rules need what is else an option: whoever imports such an optimizer gets that too.
import { optimizerOptions } from "./training/features/index.ts";
import { withFeatures } from "./training/features.ts";
import * as optimizers from "./training/optimizers/index.ts";

/** Adam with weights that decay, with Keras' options and defaults. */
export const adamW: typeof optimizers.adamW = withFeatures(optimizers.adamW, optimizerOptions);
