// activation: an activation as a layer of its own.
import { activationRegistry } from "../activationRegistry.ts";
import { defineLayer } from "../layer.ts";

/** Applies an activation: `activation({ activation: "relu" })`. */
export const activation = defineLayer({
  name: "activation",
  description: "Applies an activation",
  rows: { gives: "same", lastAxis: "same" },
  config: { activation: activationRegistry.field("The function to apply") },
  call: (_weights, x, { activation: chosen }) => chosen.call(x),
});
