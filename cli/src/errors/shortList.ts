// shortList: names that are short enough for one line.

/** `a, b, c, … (12)`: the first few names and how many there are, for one line of an error. */
export function shortList(names: readonly string[], shown = 8): string {
  if (names.length <= shown) return names.join(", ");
  return `${names.slice(0, shown).join(", ")}, … (${names.length})`;
}
