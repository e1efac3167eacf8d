// chooseBackend: the backend that a name stands for.
import { type Backend, wasm } from "../backends/index.ts";
import { describeValue, knownOnlyByImport, oneOf } from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";

const byName = new Map<string, Backend>([
  ["auto", wasm],
  ["wasm", wasm],
]);

/** Names of backends; `auto` is the fastest that is there. */
export type BackendName = "auto" | "wasm" | "reference";

/** Makes a backend known by its name. */
export function nameBackend(backend: Backend): void {
  byName.set(backend.name, backend);
}

/** @throws {ConfigError} for an unknown name, with the nearest one. */
export function chooseBackend(choice: BackendName | Backend): Backend {
  const named = typeof choice === "string" ? byName.get(choice) : undefined;
  if (named !== undefined) return named;
  if (typeof choice === "object" && choice !== null && "open" in choice) return choice;
  const { expected, fix } = oneOf(choice, byName.keys());
  throw new ConfigError("backend", {
    got: describeValue(choice),
    expected: `${expected}, or a backend`,
    fix: choice === "reference" ? knownOnlyByImport(choice) : fix,
  });
}
