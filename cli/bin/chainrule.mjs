#!/usr/bin/env node
// The command chainrule: in a clone it runs the sources, so that nothing has to be built; installed, it runs dist.
import { existsSync } from "node:fs";

const source = new URL("../src/main.ts", import.meta.url);
if (existsSync(source)) {
  await import(new URL("../../tools/bin/register.mjs", import.meta.url).href);
  await import(source.href);
} else {
  await import("../dist/main.js");
}
