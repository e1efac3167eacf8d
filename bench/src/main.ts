// npm run bench [QUESTION...]: answers the questions whose names begin so, or all; prints tables and writes bench/results.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { denormals } from "./denormals.ts";
import { digitsStep } from "./digitsStep.ts";
import { firstStep } from "./firstStep.ts";
import { installPeers } from "./harness/competitors.ts";
import { describeMachine, machineLine } from "./harness/machine.ts";
import type { Options, Outcome, Question } from "./harness/question.ts";
import { lenet } from "./lenet.ts";

const questions: readonly Question[] = [digitsStep, firstStep, denormals, lenet];

const usage = `npm run bench [-- OPTIONS] [QUESTION...]

Questions: ${questions.map(({ name }) => name).join(", ")} (or how a name begins); all where none is named.
  --smoke            tiny counts, nothing installed or written: shows that everything runs
  --only NAME        only competitors whose names contain NAME (may be repeated); nothing is written
  --node-flag=FLAG   a flag for the Node peers (may be repeated), e.g. --node-flag=--experimental-wasm-relaxed-simd
  --help             this text`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      smoke: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      "node-flag": { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const asked = questions.filter(
    ({ name }) => positionals.length === 0 || positionals.some((start) => name.startsWith(start)),
  );
  if (asked.length === 0) {
    console.error(`no question begins with ${positionals.join(" or ")}\n\n${usage}`);
    return 2;
  }
  const options: Options = { smoke: values.smoke, only: values.only, nodeFlags: values["node-flag"] };
  if (!options.smoke) installPeers();
  let failed = 0;
  for (const question of asked) failed += (await answer(question, options)) ? 0 : 1;
  return failed === 0 ? 0 : 1;
}

/** Answers one question; false where a competitor that is installed did not run. */
async function answer(question: Question, options: Options): Promise<boolean> {
  const machine = describeMachine(options.nodeFlags);
  console.log(`\n## ${question.name}\n\n${question.asks}\n${machineLine(machine)}\n`);
  const outcome = await question.run(options);
  console.log(outcome.text);
  for (const { competitor, reason } of outcome.skipped) console.log(`\nSKIPPED ${competitor.name}: ${reason}`);
  for (const failure of outcome.failures) console.log(`\nFAILED ${failure}`);
  const complete = !options.smoke && options.only.length === 0 && outcome.failures.length === 0;
  if (complete) write(question, { question: question.asks, machine, ...outcome.result, skipped: skippedOf(outcome) });
  return outcome.failures.length === 0;
}

function skippedOf(outcome: Outcome): object[] {
  return outcome.skipped.map(({ competitor, reason }) => ({ name: competitor.name, reason }));
}

/** Results with flags stand beside those without. */
function write(
  question: Question,
  result: Readonly<Record<string, unknown>> & { machine: { nodeFlags: string } },
): void {
  const folder = new URL("../results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const suffix = result.machine.nodeFlags.replace(/[^\w]+/g, "-");
  const file = new URL(`${question.name}${suffix}.json`, folder);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  console.log(`\nwritten to bench/results/${question.name}${suffix}.json`);
}

process.exitCode = await main();
