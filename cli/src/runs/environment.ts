// What a run was made with and on, so that its numbers can be understood later.
import { cpus, totalmem } from "node:os";
import { version } from "../version.ts";

/** The content of a run's `environment.json`. */
export function describeEnvironment(backend: string): object {
  const processors = cpus();
  return {
    chainrule: version(),
    node: process.version,
    platform: process.platform,
    architecture: process.arch,
    processor: processors[0]?.model ?? "unknown",
    processors: processors.length,
    memoryBytes: totalmem(),
    backend,
    startedAt: new Date().toISOString(),
    arguments: process.argv.slice(2),
  };
}
