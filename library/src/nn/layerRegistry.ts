// The built-in layers by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "./components/index.ts";
import type { Layer } from "./layer.ts";
import type * as list from "./layers/index.ts";

/** A built-in layer's name. */
export type LayerName = NamesOf<typeof list, "layer">;

/** The built-in layers, as model files name them. */
export const layerRegistry: Registry<LayerName, Layer> = createRegistry("layer", isComponentOf<Layer>("layer"));
