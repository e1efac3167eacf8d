// chooseBackend: the backend that a name stands for.
import { type Backend, reference, wasm } from "../backends/index.ts";
import { describeValue, suggestName } from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";

const byName = { auto: wasm, wasm, reference } as const satisfies Readonly<Record<string, Backend>>;

/** Names of backends; `auto` is the fastest that is there. */
export type BackendName = keyof typeof byName;

const names = Object.keys(byName);
const isName = (value: unknown): value is BackendName => typeof value === "string" && Object.hasOwn(byName, value);

/** @throws {ConfigError} for an unknown name, with the nearest one. */
export function chooseBackend(choice: BackendName | Backend): Backend {
  if (isName(choice)) return byName[choice];
  if (typeof choice === "object" && choice !== null && "open" in choice) return choice;
  const fix = typeof choice === "string" ? suggestName(choice, names) : undefined;
  throw new ConfigError("backend", {
    got: describeValue(choice),
    expected: `one of ${names.join(", ")}, or a backend`,
    ...(fix === undefined ? {} : { fix }),
  });
}
