// The name that was probably meant, and lists of names that are short enough for one line.
import { nearestName as nearestSpelling } from "chainrule";

/** The name that is spelled almost as `wanted`, else one of the same letters, else one that begins like it. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const letters = (name: string): string => [...name.toLowerCase()].sort().join("");
  const begins = (a: string, b: string): boolean => b.length >= 3 && a.toLowerCase().startsWith(b.toLowerCase());
  return (
    nearestSpelling(wanted, names) ??
    names.find((name) => letters(name) === letters(wanted)) ??
    names.find((name) => begins(name, wanted) || begins(wanted, name))
  );
}

/** `a, b, c, … (12)`: the first few names and how many there are, for one line of an error. */
export function shortList(names: readonly string[], shown = 8): string {
  if (names.length <= shown) return names.join(", ");
  return `${names.slice(0, shown).join(", ")}, … (${names.length})`;
}
