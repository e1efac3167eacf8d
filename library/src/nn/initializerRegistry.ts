// The built-in initializers by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "./components/index.ts";
import type { Initializer } from "./initializer.ts";
import type * as list from "./initializers/index.ts";

/** A built-in initializer's name. */
export type InitializerName = NamesOf<typeof list, "initializer">;

/** The built-in initializers; an option that takes one accepts its name. */
export const initializerRegistry: Registry<InitializerName, Initializer> = createRegistry(
  "initializer",
  isComponentOf<Initializer>("initializer"),
);
