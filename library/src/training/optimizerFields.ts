// Fields that several optimizers have.
import { decimal, type Field } from "../nn/index.ts";

/** The field of the decay of a moving average. */
export function decayField(of: string): Field<number> {
  return decimal({
    minimum: 0,
    maximum: 1,
    exclusive: "maximum",
    description: `Share of the old average of ${of} that is kept`,
  });
}

/** The field of what is added to a denominator. */
export function epsilonField(): Field<number> {
  return decimal({ minimum: 0, description: "Added to the denominator, which may be 0" });
}

/** The field of a momentum. */
export function momentumField(): Field<number> {
  return decimal({ minimum: 0, maximum: 1, description: "Share of the last step that is kept" });
}

/** What the option `rule` of an optimizer says. */
export const ruleDescription = "Whose update rule and defaults these are";
