// The built-in losses by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "./components/index.ts";
import type { Loss } from "./loss.ts";
import type * as list from "./losses/index.ts";

/** A built-in loss's name. */
export type LossName = NamesOf<typeof list, "loss">;

/** The built-in losses; an option that takes one accepts its name. */
export const lossRegistry: Registry<LossName, Loss> = createRegistry("loss", isComponentOf<Loss>("loss"));
