// The built-in constraints by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "./components/index.ts";
import type { Constraint } from "./constraint.ts";
import type * as list from "./constraints/index.ts";

/** A built-in constraint's name. */
export type ConstraintName = NamesOf<typeof list, "constraint">;

/** The built-in constraints. */
export const constraintRegistry: Registry<ConstraintName, Constraint> = createRegistry(
  "constraint",
  isComponentOf<Constraint>("constraint"),
);
