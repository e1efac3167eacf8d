// freezing: layers that are not trained.
import type { Feature } from "../features.ts";
import { freeze } from "../freeze.ts";

/** `model.freeze` and `model.unfreeze`. See {@link use}. */
export const freezing = { feature: "freezing", parts: { freeze } } as const satisfies Feature;
