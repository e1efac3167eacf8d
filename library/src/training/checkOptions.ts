// checkOptions: refuses options that there are not, which would have no effect.
import { describeValue, suggestName } from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";

/**
 * The options, when all of them have one of these names.
 *
 * @throws {ConfigError} for another name, with the nearest one, and for options that are no object.
 */
export function checkOptions<Options extends object>(
  options: Options,
  names: readonly (keyof Options & string)[],
  where: string,
): Options {
  const isRecord = typeof options === "object" && options !== null && !Array.isArray(options);
  if (!isRecord) {
    throw new ConfigError("options", { where, got: describeValue(options), expected: "an object" });
  }
  const known: readonly string[] = names;
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const fix = suggestName(name, known);
    throw new ConfigError(`unknown option "${name}"`, {
      where,
      expected: `one of ${known.join(", ")}`,
      ...(fix === undefined ? {} : { fix }),
    });
  }
  return options;
}
