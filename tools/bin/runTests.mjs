// npm test [FILTER...]: runs the tests whose files match, or, where no file matches, those whose titles do.
import { spawnSync } from "node:child_process";

const result = spawnSync("npx", ["vitest", "run", ...process.argv.slice(2)], { stdio: "inherit" });
process.exit(result.status ?? 1);
