// tracesOfNode: what the trainings of the determinism tests give in this Node, computed once for all that compare with it.
import { run, type Traces } from "./entries/determinism.ts";

let traces: Promise<Traces> | undefined;

/** The traces of this Node. */
export function tracesOfNode(): Promise<Traces> {
  traces ??= run();
  return traces;
}
