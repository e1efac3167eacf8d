// How the tests of every workspace run: sources of the workspaces without a build, one process per file.
import { defineConfig } from "vitest/config";

const conditions = ["chainrule-source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  server: { watch: { ignored: ["**/.tmp/**", "**/dist/**", "**/docs/api/**"] } },
  test: {
    include: ["{library,cli,bench,examples,tools}/test/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
