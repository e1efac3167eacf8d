// The first line of a table as its columns' names: unique, none empty, and suspicious when it looks like data.
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { parseNumber } from "./numbers.ts";
import type { Source } from "./source.ts";

/** Checks a header; a column without a name is called after its position. */
export function columnNames(header: readonly string[], source: Source, warn: (text: string) => void): string[] {
  const names = header.map((name, index) => (name === "" ? `column_${index + 1}` : name));
  const unnamed = header.flatMap((name, index) => (name === "" ? [`column_${index + 1}`] : []));
  const seen = new Map<string, number>();
  names.forEach((name, index) => {
    const before = seen.get(name);
    if (before !== undefined) {
      throw new CommandError(codes.columnNames, `${source.name} has two columns named "${name}"`, {
        where: `${source.path}:1`,
        evidence: [`columns ${before + 1} and ${index + 1} of line 1`],
        fixes: ["give each column a name of its own"],
      });
    }
    seen.set(name, index);
  });
  if (unnamed.length > 0) warn(`${source.name}: columns without a name are called ${unnamed.join(", ")}`);
  if (header.every((name) => parseNumber(name) !== undefined)) {
    warn(`${source.name}: line 1 was read as column names, but all of it is numbers; is the header missing?`);
  }
  return names;
}
