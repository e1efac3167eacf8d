// The built-in regularizers by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "./components/index.ts";
import type { Regularizer } from "./regularizer.ts";
import type * as list from "./regularizers/index.ts";

/** A built-in regularizer's name. */
export type RegularizerName = NamesOf<typeof list, "regularizer">;

/** The built-in regularizers. */
export const regularizerRegistry: Registry<RegularizerName, Regularizer> = createRegistry(
  "regularizer",
  isComponentOf<Regularizer>("regularizer"),
);
