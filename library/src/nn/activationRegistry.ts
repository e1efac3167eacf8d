// The built-in activations by name.
import type { Activation } from "./activation.ts";
import type * as list from "./activations/index.ts";
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "./components/index.ts";

/** A built-in activation's name. */
export type ActivationName = NamesOf<typeof list, "activation">;

/** The built-in activations; an option that takes one accepts its name. */
export const activationRegistry: Registry<ActivationName, Activation> = createRegistry(
  "activation",
  isComponentOf<Activation>("activation"),
);
