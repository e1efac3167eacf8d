// How the tests of every workspace run: sources of the workspaces without a build, as many files at a time as there are cores.
import { defineConfig } from "vitest/config";

const conditions = ["chainrule-source"];
const resolution = { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } } };

/** Tests of what is there without the names: a process in which another file has loaded them cannot run these. */
const withoutNames = "library/test/slim/slim.test.ts";

const common = {
  environment: "node" as const,
  pool: "forks" as const,
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // Bundles that tests have made are run as they are.
  server: { deps: { external: [/[\\/]\.tmp[\\/]slim-/] } },
};

export default defineConfig({
  ...resolution,
  server: { watch: { ignored: ["**/.tmp/**", "**/dist/**", "**/docs/api/**"] } },
  test: {
    maxWorkers: "100%",
    projects: [
      {
        ...resolution,
        test: {
          ...common,
          name: "all",
          include: ["{library,cli,bench,examples,tools}/test/**/*.test.ts"],
          exclude: [withoutNames],
          // Files share a process, which loads the library once: loading it for each of them takes a third of all time.
          isolate: false,
        },
      },
      { ...resolution, test: { ...common, name: "without names", include: [withoutNames] } },
    ],
  },
});
