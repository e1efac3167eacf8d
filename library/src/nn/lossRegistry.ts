// The built-in losses by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "./components/index.ts";
import type { KnownOf } from "./layerRows.ts";
import type { Loss, OverClasses } from "./loss.ts";
import type * as list from "./losses/index.ts";

/** A built-in loss's name. */
export type LossName = NamesOf<typeof list, "loss">;

/** The name of a built-in loss over classes, which needs at least two outputs along the last axis. */
export type ClassLossName = {
  [Name in LossName]: KnownOf<ReturnType<(typeof list)[Name]>, string> extends OverClasses ? Name : never;
}[LossName];

/** The built-in losses; an option that takes one accepts its name. */
export const lossRegistry: Registry<LossName, Loss> = createRegistry("loss", isComponentOf<Loss>("loss"));
