// What a question is: something measured over competitors, answered by tables and a result that is written as JSON.
import { bundlePeers, type Competitor, type Runner, type Skipped, startCompetitor } from "./competitors.ts";

export interface Options {
  /** Tiny counts: shows that everything runs, the figures mean nothing. */
  readonly smoke: boolean;
  /** Flags for the Node peers, e.g. `--experimental-wasm-relaxed-simd` on Node 20. */
  readonly nodeFlags: readonly string[];
  /** Only competitors whose names contain one of these; all where it is empty. */
  readonly only: readonly string[];
}

/** The answer to a question. */
export interface Outcome {
  /** What is shown: tables, as Markdown. */
  readonly text: string;
  /** What is written: the figures behind the tables. */
  readonly result: Readonly<Record<string, unknown>>;
  /** Competitors that did not run to their end, and why; a run with one of these fails. */
  readonly failures: readonly string[];
  readonly skipped: readonly Skipped[];
}

export interface Question {
  /** Its name on the command line and in the results' folder. */
  readonly name: string;
  /** The sentence above its table. */
  readonly asks: string;
  run(options: Options): Promise<Outcome>;
}

/** The competitors that the options leave. */
export function chosen(competitors: readonly Competitor[], { only }: Options): Competitor[] {
  if (only.length === 0) return [...competitors];
  return competitors.filter(({ name }) => only.some((part) => name.toLowerCase().includes(part.toLowerCase())));
}

/** Competitors that run, that are skipped, that failed to start. */
export interface Started {
  readonly runners: readonly Runner[];
  readonly skipped: readonly Skipped[];
  readonly failures: readonly string[];
}

/** Starts the chosen competitors, does the work with those that run, and stops them whatever happens. */
export async function withRunners<Result>(
  competitors: readonly Competitor[],
  options: Options,
  work: (started: Started) => Promise<Result>,
): Promise<Result> {
  const left = chosen(competitors, options);
  await bundlePeers(left);
  const runners: Runner[] = [];
  const skipped: Skipped[] = [];
  const failures: string[] = [];
  try {
    for (const competitor of left) {
      try {
        const started = await startCompetitor(competitor, options.nodeFlags);
        if ("reason" in started) skipped.push(started);
        else runners.push(started);
      } catch (error) {
        failures.push(failureOf(competitor, error));
      }
    }
    return await work({ runners, skipped, failures });
  } finally {
    await Promise.all(runners.map(({ process }) => process.stop()));
  }
}

export function failureOf(competitor: Competitor, error: unknown): string {
  return `${competitor.name}: ${error instanceof Error ? error.message : String(error)}`;
}

/** Names with versions, for a table's cell. */
export function versionText(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name.replace("@tensorflow/", "")} ${version}`)
    .join(", ");
}
