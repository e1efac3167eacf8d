// checkOptions: refuses options that there are not, which would have no effect.
import { checkOptionNames } from "../nn/index.ts";

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
  checkOptionNames(options, names, where);
  return options;
}
