// softsign: x / (1 + |x|).
import { softsign as softsignOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `x / (1 + |x|)`: between -1 and 1, which it approaches slowly. */
export const softsign = defineActivation({
  name: "softsign",
  description: "x / (1 + |x|), between -1 and 1",
  call: (x) => softsignOf(x),
});
