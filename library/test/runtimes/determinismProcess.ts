// Run as a process or as a worker: trains as the determinism tests do and tells what came of it.
import { parentPort } from "node:worker_threads";
import { run } from "../browser/entries/determinism.ts";

const traces = await run();
if (parentPort === null) console.log(JSON.stringify(traces));
else parentPort.postMessage(traces);
