// What an architecture is: how layers are connected, before the shapes of the rows need be known.
import type { Shape } from "../../tensor/index.ts";
import type { Json } from "../components/index.ts";
import type { Layer } from "../layer.ts";
import type { Network } from "./network.ts";

/** What a network is built for. */
export interface BuildOptions {
  /** The shape of one row, for architectures that do not state it themselves. */
  readonly inputShape?: Shape | undefined;
  /** Names of layers whose weights are not trained. */
  readonly frozen?: ReadonlySet<string>;
}

/** How layers are connected. */
export interface Architecture {
  /** The layers, each once, in the order of their names. */
  readonly layers: readonly Layer[];
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** The network; undefined where the shape of its rows is not known. */
  build(options?: BuildOptions): Network | undefined;
  /** The form that a model file holds. */
  toJSON(name: string, network: Network): { readonly type: string; readonly [key: string]: Json };
}
