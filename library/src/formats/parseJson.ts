// parseJson: JSON that must not name a key twice, since readers would disagree about which one counts.
import { FormatError } from "../tensor/index.ts";

/** End (exclusive) of the string that begins at `start`; the text is known to be valid JSON. */
function stringEnd(text: string, start: number): number {
  let position = start + 1;
  while (text[position] !== '"') position += text[position] === "\\" ? 2 : 1;
  return position + 1;
}

/** How deep a file's objects and lists may be nested; recursive code must not run out of stack on them. */
const deepest = 100;

/** What is wrong with a valid JSON text: too many levels, or a key that an object names twice. */
function fault(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let expectsKey = false;
  for (let position = 0; position < text.length; position += 1) {
    const character = text[position];
    if (character === "{" || character === "[") {
      expectsKey = character === "{";
      open.push(expectsKey ? new Set() : undefined);
      if (open.length > deepest) return `is nested more than ${deepest} levels deep`;
    } else if (character === "}" || character === "]") {
      open.pop();
      expectsKey = false;
    } else if (character === ",") {
      expectsKey = open.at(-1) !== undefined;
    } else if (character === '"') {
      const end = stringEnd(text, position);
      const keys = open.at(-1);
      if (expectsKey && keys !== undefined) {
        const key = String(JSON.parse(text.slice(position, end)));
        if (keys.has(key)) return `names the key "${key.slice(0, 100)}" twice`;
        keys.add(key);
        expectsKey = false;
      }
      position = end - 1;
    }
  }
  return undefined;
}

/**
 * The value of a JSON text.
 *
 * @param where which part of which file, for the message.
 * @throws {FormatError} when it is not valid JSON, nested too deep, or an object names a key twice.
 */
export function parseJson(text: string, where: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FormatError("is not valid JSON", { where, cause: error, fix: "The file is damaged: get it again" });
  }
  const found = fault(text);
  if (found !== undefined) throw new FormatError(found, { where });
  return value;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
