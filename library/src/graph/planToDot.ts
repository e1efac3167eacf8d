// Plans as drawings: steps and buffers in the DOT language of Graphviz.
import { formatShape } from "../tensor/index.ts";
import { describeStep, nameBuffers } from "./describePlan.ts";
import type { Plan } from "./plan.ts";

const quote = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\l")}"`;

/** A plan in DOT: boxes are steps, ellipses are what is bound, edges carry the names of buffers in between. */
export function planToDot(plan: Plan): string {
  const names = nameBuffers(plan);
  const writers = new Map<number, number[]>();
  const edges: string[] = [];
  const from = (buffer: number): string[] => {
    if (plan.buffers[buffer]?.place.kind === "constant") return [];
    return writers.get(buffer)?.map((step) => `step${step}`) ?? [`buffer${buffer}`];
  };
  const steps = plan.steps.map((step, position) => {
    const { title, lines, reads, writes } = describeStep(step, plan, names);
    for (const buffer of reads) {
      for (const source of from(buffer))
        edges.push(`${source} -> step${position} [label=${quote(names[buffer] ?? "")}]`);
    }
    for (const buffer of writes) {
      // An assembly has several writers; a loop that reads what it writes takes over from those before it.
      const others = reads.includes(buffer) ? [] : (writers.get(buffer) ?? []);
      writers.set(buffer, [...others, position]);
    }
    return `step${position} [shape=box, label=${quote(`${[title, ...lines].join("\n")}\n`)}]`;
  });
  const bindings = [...plan.bindings].map(([name, { buffer, spec }]) => ({
    buffer,
    text: `${name}\n${formatShape(spec.shape)}`,
  }));
  const ellipses = bindings.map(({ buffer, text }) => `buffer${buffer} [shape=ellipse, label=${quote(text)}]`);
  const results = bindings.flatMap(({ buffer }) =>
    (writers.get(buffer) ?? []).map((step) => `step${step} -> buffer${buffer}`),
  );
  return ["digraph plan {", ...[...ellipses, ...steps, ...edges, ...results].map((line) => `  ${line};`), "}"].join(
    "\n",
  );
}
