// How the user has started this command, so that the commands it suggests can be typed as they stand.

/** A suggested `chainrule ...` as it is typed here: with `npx` before it where npm has started this process. */
export function asTyped(command: string): string {
  const byNpm = (process.env.npm_command ?? "") !== "";
  return byNpm && command.startsWith("chainrule ") ? `npx ${command}` : command;
}
