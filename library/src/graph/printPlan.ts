// Plans as text: what is bound, what each step computes, and where everything stands.
import { formatShape } from "../tensor/index.ts";
import { describeStep, nameBuffers } from "./describePlan.ts";
import type { Plan } from "./plan.ts";

/**
 * A plan as text: its bindings, its steps with their formulas, and the layout of its arena. The same program gives the
 * same text.
 *
 * A part of a buffer is written `name[8192..8320]` where its elements stand one after another, else by the size and
 * stride of each axis: `name[15 + 4×0, 5×1]` begins at element 15 and repeats a row of 5 elements 4 times. What a loop
 * repeats is a plan of its own, below the loop's step.
 *
 * @example
 * ```ts
 * import { createPlan, createProgram, ops, printPlan, wasm } from "chainrule";
 * const x = ops.input("x", [3]);
 * const y = ops.sum(ops.multiply(x, x));
 * console.log(printPlan(createPlan(createProgram({ outputs: { y } }), wasm)));
 * ```
 */
export function printPlan(plan: Plan): string {
  const names = nameBuffers(plan);
  const count = plan.steps.length === 1 ? "1 step" : `${plan.steps.length} steps`;
  return [
    `plan of ${count}, arena of ${plan.arenaBytes} bytes`,
    "",
    ...printBindings(plan),
    "",
    ...plan.steps.flatMap((step, position) => {
      const { title, lines } = describeStep(step, plan, names);
      const body =
        step.kind === "kernel" && step.body !== undefined ? ["", ...printPlan(step.body).split("\n"), ""] : [];
      const inside = [...lines, ...body].map((line) => (line === "" ? "" : `       ${line}`));
      return [`${String(position + 1).padStart(3)}  ${title}`, ...inside];
    }),
    ...printArena(plan, names),
  ].join("\n");
}

function printBindings({ bindings }: Plan): string[] {
  return [...bindings].map(
    ([name, { role, spec }]) => `${role.padEnd(6)} ${name} ${spec.dtype}${formatShape(spec.shape)}`,
  );
}

function printArena({ buffers }: Plan, names: readonly string[]): string[] {
  const lines = buffers.flatMap(({ place, size, dtype }, position) =>
    place.kind === "arena" ? [{ offset: place.offset, text: `${names[position]} ${dtype}[${size}]` }] : [],
  );
  if (lines.length === 0) return [];
  const sorted = lines.sort((a, b) => a.offset - b.offset);
  return ["", "arena", ...sorted.map(({ offset, text }) => `${String(offset).padStart(8)}  ${text}`)];
}
