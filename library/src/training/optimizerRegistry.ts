// The built-in optimizers by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "../nn/index.ts";
import type { Optimizer } from "./optimizer.ts";
import type * as list from "./optimizers/index.ts";

/** A built-in optimizer's name. */
export type OptimizerName = NamesOf<typeof list, "optimizer">;

/** The built-in optimizers; an option that takes one accepts its name. */
export const optimizerRegistry: Registry<OptimizerName, Optimizer> = createRegistry(
  "optimizer",
  isComponentOf<Optimizer>("optimizer"),
);
