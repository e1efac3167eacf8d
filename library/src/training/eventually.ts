// Values that are there now on synchronous backends and promised on others, without waiting where nothing has to wait.
import type { Eventually } from "../backends/index.ts";
import { BackendError } from "../tensor/index.ts";

/** Goes on with a value: at once where it is there. */
export function chain<T, Result>(value: Eventually<T>, next: (value: T) => Eventually<Result>): Eventually<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/**
 * A value that must be there now.
 *
 * @param what what was asked for, for the message: `getWeights()`.
 * @throws {BackendError} when it is only promised.
 */
export function immediately<T>(value: Eventually<T>, what: string): T {
  if (!(value instanceof Promise)) return value;
  throw new BackendError(`${what} needs a backend that answers at once`, { fix: 'Use the backend "wasm"' });
}
