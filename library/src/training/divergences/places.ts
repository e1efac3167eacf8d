// Places: in which layer, and in which part of a training step, each node of its graph stands.
import { type Program, reachableNodes } from "../../graph/index.ts";
import { GraphError, type Tensor } from "../../tensor/index.ts";
import { bindingNames, type TrainingGraph } from "../programs/index.ts";
import type { ModelState } from "../states/modelState.ts";
import type { DivergenceOrigin } from "./divergenceError.ts";

/** Where a node stands. */
export type NodePlace = Pick<DivergenceOrigin, "layer" | "phase">;

const layerOutput = (position: number): string => `layer ${position}`;
const weightGradient = (position: number): string => `gradient ${position}`;

/** The outputs of a program by which its nodes are told apart. */
export function landmarks({ layerOutputs, weightGradients, outputs }: TrainingGraph): Record<string, Tensor> {
  const named = (values: readonly Tensor[], name: (position: number) => string): [string, Tensor][] =>
    values.map((value, position) => [name(position), value]);
  return {
    ...Object.fromEntries([...named(layerOutputs, layerOutput), ...named(weightGradients, weightGradient)]),
    ...outputs,
  };
}

/** Marks nodes with the first of the places that reach them. */
class Marker {
  readonly places = new Map<Tensor, NodePlace>();
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  mark(output: string, place: NodePlace): void {
    const value = this.program.outputs.get(output);
    if (value === undefined) throw new GraphError(`the output "${output}" is missing`);
    for (const node of reachableNodes([value])) {
      if (!this.places.has(node)) this.places.set(node, place);
    }
  }
}

/**
 * The places of the nodes of a program with {@link landmarks}; nodes without one belong to the optimizer.
 *
 * A node of the backward pass belongs to the last layer whose weights' derivatives need it: from there on it is on its
 * way to the layers before.
 */
export function placesOf(program: Program, { network, layout }: ModelState): ReadonlyMap<Tensor, NodePlace> {
  const marker = new Marker(program);
  network.layers.forEach(({ name }, position) => {
    marker.mark(layerOutput(position), { layer: name, phase: "forward" });
  });
  marker.mark(bindingNames.loss, { layer: undefined, phase: "loss" });
  const layerOf = new Map(
    network.layers.flatMap(({ name, weights }, order) =>
      [...weights.values()].map((weight) => [weight.name, { name, order }] as const),
    ),
  );
  const gradients = layout.parameters.map(({ weight }, position) => ({ position, layer: layerOf.get(weight.name) }));
  gradients.sort((a, b) => (b.layer?.order ?? 0) - (a.layer?.order ?? 0));
  for (const { position, layer } of gradients) {
    marker.mark(weightGradient(position), { layer: layer?.name, phase: "gradient" });
  }
  return marker.places;
}
