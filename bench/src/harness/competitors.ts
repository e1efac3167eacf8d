// The competitors by name, and how each is started: Node peers bundled by esbuild, Python peers by a Python that has them.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Command, MissingError, PeerProcess, type Took } from "./peerProcess.ts";

/** A competitor in a table. */
export interface Competitor {
  readonly name: string;
  /** A file of the peers' folder: TypeScript runs in Node, Python in Python. */
  readonly file: string;
  readonly arguments: readonly string[];
  /** In what it does not do the same as the others. */
  readonly differs?: string;
}

const peersFolder = fileURLToPath(new URL("../../peers", import.meta.url));

export const chainrule: Competitor = { name: "chainrule", file: "chainrule.ts", arguments: [] };
export const adamFlushed: Competitor = {
  name: "chainrule, Adam alone",
  file: "chainruleAdam.ts",
  arguments: ["flushed"],
};
export const adamUnflushed: Competitor = {
  name: "chainrule, Adam alone, not flushed",
  file: "chainruleAdam.ts",
  arguments: ["unflushed"],
};
export const jaxJs: Competitor = { name: "jax-js, wasm", file: "jaxJs.ts", arguments: [] };
export const tensorflowWasm: Competitor = {
  name: "TensorFlow.js, wasm",
  file: "tensorflowJs.ts",
  arguments: ["wasm"],
};
export const tensorflowCpu: Competitor = { name: "TensorFlow.js, cpu", file: "tensorflowJs.ts", arguments: ["cpu"] };
export const chainruleLenet: Competitor = { name: "chainrule", file: "chainruleLenet.ts", arguments: [] };
export const tensorflowWasmLenet: Competitor = {
  name: "TensorFlow.js, wasm",
  file: "tensorflowLenet.ts",
  arguments: ["wasm"],
  differs:
    "it has no kernel there for the derivative by the filter; both derivatives are convolutions of turned operands instead",
};
export const tensorflowCpuLenet: Competitor = {
  name: "TensorFlow.js, cpu",
  file: "tensorflowLenet.ts",
  arguments: ["cpu"],
};
export const brainJs: Competitor = {
  name: "brain.js",
  file: "brainJs.ts",
  arguments: [],
  differs: "one row at a time, momentum, squared error, rows in order (it knows no other)",
};
export const scikitLearn32: Competitor = {
  name: "scikit-learn, float32",
  file: "scikit_learn.py",
  arguments: ["float32"],
};
export const scikitLearn64: Competitor = {
  name: "scikit-learn, float64",
  file: "scikit_learn.py",
  arguments: ["float64"],
  differs: "rows and weights in float64, as scikit-learn's own data sets come",
};
export const numpyByHand: Competitor = { name: "NumPy by hand, float32", file: "numpy_by_hand.py", arguments: [] };

/** A competitor that runs, with what it took to load it. */
export interface Runner {
  readonly competitor: Competitor;
  readonly process: PeerProcess;
  readonly versions: Readonly<Record<string, string>>;
  readonly loading: Took;
}

/** A competitor that is left out, and why. */
export interface Skipped {
  readonly competitor: Competitor;
  readonly reason: string;
}

/** Installs the JavaScript peers where they are not installed: a folder of its own, so that the workspaces stay small. */
export function installPeers(): void {
  if (existsSync(path.join(peersFolder, "node_modules", ".package-lock.json"))) return;
  console.error("installing the JavaScript peers (105 MB) into bench/peers/node_modules ...");
  const { status } = spawnSync("npm", ["ci"], { cwd: peersFolder, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) console.error("npm ci failed: the peers that are missing will be skipped");
}

/** Bundles the Node peers: chainrule's own sources go into the bundle as they would into a user's, packages stay outside. */
export async function bundlePeers(competitors: readonly Competitor[]): Promise<void> {
  const files = new Set(competitors.map(({ file }) => file).filter((file) => file.endsWith(".ts")));
  await build({
    entryPoints: [...files].map((file) => path.join(peersFolder, file)),
    outdir: path.join(peersFolder, "dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["chainrule-source"],
    external: ["@jax-js/*", "@tensorflow/*", "brain.js"],
    logLevel: "warning",
  });
}

/** Starts and loads a competitor; a competitor that is not installed gives the reason instead. */
export async function startCompetitor(competitor: Competitor, nodeFlags: readonly string[]): Promise<Runner | Skipped> {
  const reasons: string[] = [];
  for (const command of commands(competitor, nodeFlags)) {
    const process = new PeerProcess(command);
    try {
      const { versions, ...loading } = await process.load();
      return { competitor, process, versions, loading };
    } catch (error) {
      await process.stop();
      if (!(error instanceof MissingError)) throw error;
      reasons.push(`${command.command}: ${error.message}`);
    }
  }
  return { competitor, reason: reasons.join("; ") || "no Python found here" };
}

/** The ways to start a competitor, best first. */
function commands(competitor: Competitor, nodeFlags: readonly string[]): Command[] {
  const { file, arguments: args } = competitor;
  if (file.endsWith(".ts")) {
    const bundle = path.join("dist", file.replace(/\.ts$/, ".mjs"));
    return [{ command: process.execPath, arguments: [...nodeFlags, bundle, ...args], folder: peersFolder }];
  }
  return pythons().map((command) => ({ command, arguments: [file, ...args], folder: peersFolder }));
}

/** Pythons that exist here: the one that is asked for, the one on the path, the system's (whose packages are Debian's). */
function pythons(): string[] {
  const asked = process.env.CHAINRULE_BENCH_PYTHON;
  const candidates = asked === undefined ? ["python3", "/usr/bin/python3"] : [asked];
  return candidates.filter((command) => spawnSync(command, ["--version"]).status === 0);
}
