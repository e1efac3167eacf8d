// What a figure depends on beside the programs: the machine, its load, the versions, the day.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";

/** The surroundings of a run, as they are printed and written beside its figures. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  /** Flags that the Node peers run with. */
  readonly nodeFlags: string;
  /** Whether fused multiply-add is there for WebAssembly. */
  readonly relaxedSimd: boolean;
  /** The load average of the minute before: near 0 where nothing else ran. */
  readonly load: number;
  readonly commit: string;
}

export function describeMachine(nodeFlags: readonly string[]): Machine {
  const cpus = os.cpus();
  return {
    date: new Date().toISOString(),
    cpu: `${cpus[0]?.model ?? "unknown"}${vectorInstructions()}`,
    cores: cpus.length,
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    v8: process.versions.v8,
    nodeFlags: nodeFlags.join(" "),
    relaxedSimd: hasRelaxedSimd(nodeFlags),
    load: os.loadavg()[0] ?? Number.NaN,
    commit: commit(),
  };
}

/** Above this load something else is running. */
const busyLoad = 0.8;

/** Two lines for the terminal. */
export function machineLine(machine: Machine): string {
  const fused = machine.relaxedSimd ? "with" : "without";
  const flags = machine.nodeFlags === "" ? "" : ` ${machine.nodeFlags}`;
  const busy = machine.load > busyLoad ? " (BUSY: expect slow and scattered figures)" : "";
  return [
    `${machine.date.slice(0, 10)}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.system}`,
    `node ${machine.node}${flags}, ${fused} relaxed SIMD, load before ${machine.load.toFixed(2)}${busy}, commit ${machine.commit}`,
  ].join("\n");
}

/** The widest vectors decide what a BLAS can do: Linux tells them. */
function vectorInstructions(): string {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1]?.split(" ") ?? [];
    const widest = ["avx512f", "avx2", "avx"].find((name) => flags.includes(name));
    return widest === undefined ? "" : ` (${widest})`;
  } catch {
    return "";
  }
}

/** Asks a Node with the peers' flags, whether it accepts a module with one relaxed instruction. */
function hasRelaxedSimd(nodeFlags: readonly string[]): boolean {
  const module = "[0,97,115,109,1,0,0,0,1,8,1,96,3,123,123,123,1,123,3,2,1,0,10,13,1,11,0,32,0,32,1,32,2,253,133,2,11]";
  const script = `process.stdout.write(String(WebAssembly.validate(new Uint8Array(${module}))))`;
  return spawnSync(process.execPath, [...nodeFlags, "-e", script], { encoding: "utf8" }).stdout === "true";
}

function commit(): string {
  const { stdout, status } = spawnSync("git", ["describe", "--always", "--dirty"], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : "unknown";
}
