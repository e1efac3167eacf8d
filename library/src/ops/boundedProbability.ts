// Probabilities with a bound that is there to avoid log(0): what is known of them holds with the bound as well.
import type { Tensor } from "../tensor/index.ts";
import { broadcastLike } from "./broadcastTo.ts";
import { constantValue } from "./constant.ts";
import { isProbability } from "./logarithmOf.ts";

/**
 * For the minimum or maximum of probabilities and a constant that hardly changes them: the probabilities, in the shape
 * of the node.
 */
export function boundedProbability(node: Tensor, isHarmless: (bound: number) => boolean): Tensor | undefined {
  const [a, b] = [node.input(0), node.input(1)];
  const [p, bound] = constantValue(b) === undefined ? [b, constantValue(a)] : [a, constantValue(b)];
  const applies = bound !== undefined && isHarmless(bound) && isProbability(p);
  return applies ? broadcastLike(p, node) : undefined;
}
