// summary: a model's layers, shapes and numbers of parameters as a table.
import type { Network, NetworkLayer } from "../nn/index.ts";
import { type Shape, sizeOf } from "../tensor/index.ts";
import type { ModelCore } from "./modelCore.ts";

const grouped = (value: number): string => value.toLocaleString("en-US");

function parametersOf({ weights }: NetworkLayer): number {
  return [...weights.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = "─".repeat(widths.reduce((sum, width) => sum + width, 0) + 6);
  const text = rows.map(([layer = "", shape = "", parameters = ""]) =>
    [layer.padEnd(widths[0] ?? 0), shape.padEnd(widths[1] ?? 0), parameters.padStart(widths[2] ?? 0)].join("   "),
  );
  const [head = "", ...body] = text;
  return [head, line, ...body, line];
}

const batchShape = (shape: Shape): string => `[${["batch", ...shape].join(", ")}]`;

/** What a layer takes its values from, where that is not the line before. */
function sources({ inputs, layers }: Network, position: number): string {
  const from = layers[position]?.inputs ?? [];
  const isPrevious = from.length === 1 && from[0] === inputs.length + position - 1;
  if (isPrevious || (position === 0 && inputs.length === 1)) return "";
  const names = from.map((at) => inputs[at]?.name ?? layers[at - inputs.length]?.name ?? "");
  return ` < ${names.join(", ")}`;
}

function layerRows(network: Network): string[][] {
  const seen = new Set<string>();
  return network.layers.map((placed, position) => {
    const isShared = seen.has(placed.name);
    seen.add(placed.name);
    const type = placed.name === placed.layer.type ? placed.name : `${placed.name} (${placed.layer.type})`;
    const frozen = placed.trainable || placed.weights.size === 0 ? "" : " frozen";
    return [
      `${type}${sources(network, position)}${frozen}`,
      batchShape(placed.outputShape),
      isShared ? "shared" : grouped(parametersOf(placed)),
    ];
  });
}

/** The layers of a model with the shapes of their outputs and their numbers of parameters. */
export function summary({ name, seed, layers, state }: ModelCore): string {
  const title = `${name}, seed ${seed}`;
  if (state === undefined) {
    const types = layers.map((layer) => layer.name ?? layer.type).join(", ");
    return `${title}\n${types}\nShapes are not known yet: give the first layer its inputShape, or call fit.`;
  }
  const { network, layout } = state;
  const inputs = network.inputs.map(({ name: entry, shape }) => [
    network.inputs.length === 1 ? "input" : `input ${entry}`,
    batchShape(shape),
    "",
  ]);
  const rows = table([["layer", "output", "parameters"], ...inputs, ...layerRows(network)]);
  const fixed = layout.statisticsCount === 0 ? "" : `, of which ${grouped(layout.statisticsCount)} are not trained`;
  const total = `${grouped(layout.parameterCount + layout.statisticsCount)} parameters${fixed}`;
  return [title, ...rows, total].join("\n");
}
