// A module hook that resolves the workspaces' own packages to their sources.

export function resolve(specifier, context, nextResolve) {
  return nextResolve(specifier, { ...context, conditions: [...context.conditions, "chainrule-source"] });
}
