// Lets plain Node run the workspaces' TypeScript sources without a build: node --import ./tools/bin/register.mjs FILE.ts
import { register } from "node:module";
import { register as registerTsx } from "tsx/esm/api";

registerTsx();
register("./sourceCondition.mjs", import.meta.url);
