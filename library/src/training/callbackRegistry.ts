// The built-in callbacks by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "../nn/index.ts";
import type { Callback } from "./callback.ts";
import type * as list from "./callbacks/index.ts";

/** A built-in callback's name. */
export type CallbackName = NamesOf<typeof list, "callback">;

/** The built-in callbacks; `fit` accepts their names. */
export const callbackRegistry: Registry<CallbackName, Callback> = createRegistry(
  "callback",
  isComponentOf<Callback>("callback"),
);
