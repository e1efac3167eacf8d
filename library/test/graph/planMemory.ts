// Checks of a plan's memory: what is alive at the same time does not overlap, and steps do not disturb themselves.
import { type Access, arenaAlignment, type Plan, type Step } from "../../src/graph/index.ts";
import { forEachPosition } from "../../src/ops/index.ts";

/** Elements of a plan's memory that an access touches, as keys that tell bindings, constants and the arena apart. */
function elementsOf({ buffer, view }: Access, { buffers }: Plan): string[] {
  const place = buffers[buffer]?.place;
  const base = place?.kind === "arena" ? place.offset / 4 : 0;
  const region = place?.kind === "arena" ? "arena" : place?.kind === "binding" ? place.name : `constant ${buffer}`;
  const elements: string[] = [];
  forEachPosition(view.shape, (position) => {
    const at = view.strides.reduce((sum, stride, axis) => sum + stride * (position[axis] ?? 0), view.offset);
    elements.push(`${region} ${base + at}`);
  });
  return elements;
}

function accessesOf(step: Step): { readonly reads: readonly Access[]; readonly writes: readonly Access[] } {
  if (step.kind === "kernel") {
    return { reads: step.inputs, writes: [step.output, ...(step.scratch === undefined ? [] : [step.scratch])] };
  }
  if (step.kind === "reduce") return { reads: step.body.loads, writes: [step.output] };
  return { reads: step.body.loads, writes: step.outputs.map(({ access }) => access) };
}

/** Everything that is wrong with the memory of a plan; empty for a good one. */
export function memoryFaults(plan: Plan): string[] {
  return [...arenaFaults(plan), ...plan.steps.flatMap((step, position) => stepFaults(step, position, plan))];
}

function arenaFaults(plan: Plan): string[] {
  const faults: string[] = [];
  const lives = plan.buffers.map(({ place, size }, buffer) => {
    const touching = plan.steps.flatMap((step, position) => {
      const { reads, writes } = accessesOf(step);
      return [...reads, ...writes].some((access) => access.buffer === buffer) ? [position] : [];
    });
    const start = place.kind === "arena" ? place.offset : 0;
    return {
      buffer,
      inArena: place.kind === "arena",
      start,
      end: start + 4 * size,
      first: touching[0] ?? -1,
      last: touching.at(-1) ?? -1,
    };
  });
  const arena = lives.filter(({ inArena }) => inArena);
  for (const one of arena) {
    if (one.start % arenaAlignment !== 0) faults.push(`buffer ${one.buffer} is not aligned`);
    if (one.end > plan.arenaBytes) faults.push(`buffer ${one.buffer} ends outside of the arena`);
    for (const other of arena) {
      if (other.buffer <= one.buffer) continue;
      const inTime = one.first <= other.last && other.first <= one.last;
      const inSpace = one.start < other.end && other.start < one.end;
      if (inTime && inSpace) faults.push(`buffers ${one.buffer} and ${other.buffer} overlap while both are needed`);
    }
  }
  return faults;
}

/** Loops may overwrite an operand only element by element, at the same position; nothing else may touch what it writes. */
function stepFaults(step: Step, position: number, plan: Plan): string[] {
  const { reads, writes } = accessesOf(step);
  const faults: string[] = [];
  const read = reads.map((access) => elementsOf(access, plan));
  const written = writes.map((access) => elementsOf(access, plan));
  for (const [output, elements] of written.entries()) {
    const own = new Set(elements);
    if (own.size !== elements.length) faults.push(`step ${position} writes an element twice`);
    for (const [operand, others] of read.entries()) {
      const isSame = step.kind === "elementwise" && others.join() === elements.join();
      if (!isSame && others.some((element) => own.has(element))) {
        faults.push(`step ${position} writes output ${output} over operand ${operand}`);
      }
    }
    for (const other of written.slice(output + 1)) {
      if (other.some((element) => own.has(element))) faults.push(`step ${position} writes two values to one place`);
    }
  }
  return faults;
}
