// configure: checks options against their fields, and says what is wrong in one sentence.
import * as v from "valibot";
import { ConfigError } from "../../tensor/index.ts";
import { type ConfigOf, type FieldInfo, type Fields, fieldInfo } from "./field.ts";
import { oneOf, suggestName } from "./nearestName.ts";

const longest = 60;

/** A value as an error message shows it: short, and text in quotes. */
export function describeValue(value: unknown): string {
  if (typeof value === "function") {
    // A definition in the place of what it makes: relu for relu().
    return "kind" in value && "type" in value
      ? `${value.type} without parentheses: write ${value.type}()`
      : "a function";
  }
  if (typeof value === "number" || typeof value === "bigint" || value === undefined) return String(value);
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    return `a value of type ${typeof value}`;
  }
  if (text === undefined) return `a value of type ${typeof value}`;
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}

/** Whether a value is an object, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Checks that options have no other names than these.
 *
 * @throws {ConfigError} for another name, with the nearest one, and for options that are no object.
 */
export function checkOptionNames(
  options: unknown,
  names: readonly string[],
  where: string | undefined,
): asserts options is Readonly<Record<string, unknown>> {
  if (!isRecord(options)) {
    throw new ConfigError("options", { where, got: describeValue(options), expected: "an object" });
  }
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    const known = names.length === 0 ? { expected: "no options" } : oneOf(name, names);
    throw new ConfigError(`unknown option "${name}"`, { where, ...known });
  }
}

function fieldError(name: string, info: FieldInfo | undefined, value: unknown, where: string | undefined): ConfigError {
  return new ConfigError(name, {
    where,
    got: value === undefined ? "nothing" : describeValue(value),
    expected: info?.expected,
    fix: info?.advise === undefined ? suggestName(value, info?.choices ?? []) : info.advise(value),
  });
}

/**
 * Checks options against their fields and fills in defaults.
 *
 * @param where what is configured, for the message: `dense: units: got -3, expected a positive whole number`.
 * @throws {ConfigError} for an unknown option (with the nearest name), a missing one, or one with a wrong value.
 */
export function configure<const F extends Fields>(fields: F, options: unknown, where?: string): ConfigOf<F> {
  checkOptionNames(options, Object.keys(fields), where);
  const values: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(fields)) {
    const result = v.safeParse(schema, options[name], { abortEarly: true });
    if (!result.success) throw fieldError(name, fieldInfo(schema), options[name], where);
    if (result.output !== undefined || Object.hasOwn(options, name)) values.push([name, result.output]);
  }
  // Each value is the output of its own field.
  return Object.freeze(Object.fromEntries(values)) as ConfigOf<F>;
}
