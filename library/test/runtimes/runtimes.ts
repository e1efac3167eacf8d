// Other versions of Node that tests run in, as npm carries them.
import { existsSync } from "node:fs";
import path from "node:path";

/** A version of Node, and its program. */
export interface NodeRuntime {
  readonly name: string;
  readonly program: string;
}

const versions = ["node22", "node24"];
const runtimes = versions.map((name) => ({
  name,
  program: path.join(import.meta.dirname, "node_modules", name, "bin", "node"),
}));
const missing = runtimes.filter(({ program }) => !existsSync(program));

/** The versions that are installed; under CI all of them, so that a missing one fails. */
export const nodeRuntimes: readonly NodeRuntime[] = process.env.CI
  ? runtimes
  : runtimes.filter((runtime) => !missing.includes(runtime));

if (missing.length > 0 && !process.env.CI) {
  console.warn(
    `\n*** TESTS IN ${missing.map(({ name }) => name).join(" AND ")} SKIPPED: not installed. ` +
      "npm ci --prefix library/test/runtimes (Linux on x64) installs them. ***\n",
  );
}
