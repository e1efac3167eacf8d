// poolingFields: the options that the pooling layers have in common.
import { choice, optional, pairField } from "./components/index.ts";

/** Options of pooling layers, with Keras' defaults. */
export const poolingFields = {
  poolSize: optional(pairField("Height and width of the windows"), 2),
  strides: optional(pairField("Distance between neighbouring windows; their size by default")),
  padding: optional(
    choice(["valid", "same"], "Whether windows stay inside of the pictures, or may reach beyond, where nothing counts"),
    "valid",
  ),
};
