// npm run package:check: what would be published is sound, and works where it is installed from its tarballs.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkBundles } from "./checkBundles.ts";
import { root } from "./listFiles.ts";

/** Runs a program to its end with its output shown; throws if it fails. */
function run(folder: string, program: string, ...words: string[]): void {
  console.log(`\n$ ${[program, ...words].join(" ")}`);
  const { status } = spawnSync(program, words, { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error(`${[program, ...words].join(" ")} failed in ${folder}`);
}

/** What the tarball of a workspace is named: its package's name and version. */
function tarball(workspace: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(root, workspace, "package.json"), "utf8"));
  const { name, version } = Object(manifest);
  return `${String(name).replace("@", "").replace("/", "-")}-${version}.tgz`;
}

/**
 * A program that uses the installed library from TypeScript: it trains the same network as the browser's page, and holds
 * mistakes that the declarations have to refuse.
 */
const consumer = `import { conv2D, dense, sequential } from "chainrule";
import { digits } from "chainrule/slim";
import { run } from "./browserMlp.js";
const { before, after } = await run();
console.log("loss", before, "->", after);
if (!(after < before / 2)) throw new Error("the installed library does not train");
if ((await digits()).labels.length !== 10) throw new Error("chainrule/slim does not find its data");
export function mistakes() {
  const first = dense({ units: 1, inputShape: [4] });
  // @ts-expect-error: rows of numbers are no pictures
  sequential([first, conv2D({ filters: 1, kernelSize: 1 })]);
  // @ts-expect-error: one output has no classes
  sequential([first]).compile({ optimizer: "sgd", loss: "categoricalCrossentropy" });
  // @ts-expect-error: no such activation
  return dense({ units: 1, activation: "sigmod" });
}
`;

/** The strictest settings, the library's own declarations included in the check. */
const consumerOptions = {
  compilerOptions: {
    module: "nodenext",
    target: "es2023",
    lib: ["es2023", "dom"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    outDir: "out",
  },
};

async function checkInstalled(folder: string): Promise<void> {
  for (const workspace of ["library", "cli"]) {
    run(root, "npm", "pack", "--silent", `--workspace=${workspace}`, `--pack-destination=${folder}`);
  }
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  writeFileSync(path.join(folder, "consumer.ts"), consumer);
  copyFileSync(path.join(root, "tools/browserMlp.ts"), path.join(folder, "browserMlp.ts"));
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(consumerOptions));
  const tarballs = ["library", "cli"].map((workspace) => `./${tarball(workspace)}`);
  run(folder, "npm", "install", "--silent", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs);
  const installed = readdirSync(path.join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  console.log("installed:", installed.join(", "));
  run(folder, path.join(root, "node_modules/.bin/tsc"), "--project", "tsconfig.json");
  run(folder, "node", "out/consumer.js");
  run(folder, "npx", "--no-install", "chainrule", "--help");
  await checkBundles(folder);
}

for (const workspace of ["library", "cli"]) {
  copyFileSync(path.join(root, "LICENSE"), path.join(root, workspace, "LICENSE"));
  run(path.join(root, workspace), "npx", "publint", "run", "--strict", ".");
}
run(path.join(root, "library"), "npx", "attw", "--pack", ".", "--profile", "esm-only");

const folder = mkdtempSync(path.join(tmpdir(), "chainrule-package-"));
try {
  await checkInstalled(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
