// The errors of a broken text table: the line, the lines around it, and a mark below the fault.
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import type { RaggedRecord } from "./recordCollector.ts";
import type { Source } from "./source.ts";

const longestShown = 60;

/** A line with another number of cells than the header; when a quote that is never closed made it so, that is shown. */
export async function raggedLineError(source: Source, record: RaggedRecord): Promise<CommandError> {
  const { first, last, got, expected } = record;
  const [before = "", line = ""] = await source.excerpt(first - 1, first);
  const open = last > first ? openQuote(line) : undefined;
  const mark = open === undefined ? undefined : { at: open, text: "quote opened here is never closed" };
  const fix = open === undefined ? "give the line as many cells as the header has" : "close the quote";
  const cells = got === 1 ? "1 field" : `${got} fields`;
  return new CommandError(codes.raggedLine, `${source.name} line ${first} has ${cells}, expected ${expected}`, {
    where: `${source.path}:${first}`,
    evidence: showLines([before, line], first - 1, mark),
    fixes: [fix],
  });
}

/** A quote that csv-parse could not make sense of, in the record that begins on a line. */
export async function brokenQuoteError(
  source: Source,
  reason: string,
  first: number,
  delimiter: string,
): Promise<CommandError> {
  const lines = await source.excerpt(Math.max(1, first - 1), first);
  const line = lines.at(-1) ?? "";
  const open = openQuote(line);
  const where = `${source.path}:${first}`;
  if (reason === "CSV_MAX_RECORD_SIZE" && open === undefined) {
    return new CommandError(codes.brokenQuote, `${source.name} line ${first} is too long for a row`, { where });
  }
  const stray = strayQuote(line, delimiter);
  const at = stray ?? open;
  const never = stray === undefined;
  const text = never ? "quote opened here is never closed" : "this quote stands inside a cell";
  return new CommandError(codes.brokenQuote, `${source.name} line ${first} has a broken quote`, {
    where,
    evidence: showLines(lines, Math.max(1, first - 1), at === undefined ? undefined : { at, text }),
    fixes: [never ? "close the quote" : 'write a quote inside a cell twice, and the cell in quotes: "5"" pipe"'],
  });
}

/** The position of the quote that is still open at the end of a line. */
function openQuote(line: string): number | undefined {
  let open: number | undefined;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') open = open === undefined ? at : undefined;
  }
  return open;
}

/** The first quote that neither opens nor closes a cell. */
function strayQuote(line: string, delimiter: string): number | undefined {
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) {
    const before = line.slice(0, at).trimEnd().at(-1) ?? delimiter;
    const after = line.slice(at + 1).trimStart()[0] ?? delimiter;
    if (![before, after].some((neighbour) => neighbour === delimiter || neighbour === '"')) return at;
  }
  return undefined;
}

interface Mark {
  readonly at: number;
  readonly text: string;
}

/** Lines with their numbers, the last of them marked: `1466 | 8842,51,M,"Köln, Süd,…`. */
function showLines(lines: readonly string[], firstNumber: number, mark: Mark | undefined): string[] {
  const offset = firstNumber < 1 ? 1 - firstNumber : 0;
  const shown = lines.slice(offset);
  const number = firstNumber + offset;
  const width = String(number + shown.length - 1).length;
  const start = mark === undefined ? 0 : Math.max(0, mark.at - longestShown + 10);
  const numbered = shown.map((line, index) => {
    const isMarked = index === shown.length - 1;
    return `${String(number + index).padStart(width)} | ${cut(line, isMarked ? start : 0)}`;
  });
  if (mark === undefined) return numbered;
  const shift = width + 3 + mark.at - start + (start > 0 ? 1 : 0);
  return [...numbered, `${" ".repeat(shift)}^ ${mark.text}`];
}

function cut(line: string, start: number): string {
  const piece = line.slice(start, start + longestShown);
  return `${start > 0 ? "…" : ""}${piece}${line.length > start + longestShown ? "…" : ""}`;
}
