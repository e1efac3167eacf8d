#!/usr/bin/env node
// The command chainrule: in a clone it runs the sources, so that nothing has to be built; installed, it runs dist.
import { existsSync } from "node:fs";

const source = new URL("../src/main.ts", import.meta.url);
if (existsSync(source)) {
  const register = new URL("../../tools/bin/register.mjs", import.meta.url);
  await import(register.href);
  // Threads and processes that are started with execArgv: process.execArgv read TypeScript too.
  process.execArgv.push("--import", register.href);
  await import(source.href);
} else {
  await import("../dist/main.js");
}
