// Lets plain Node run the workspaces' TypeScript without a build: node --import ./tools/bin/register.mjs FILE.ts
import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";

registerTypeScript();
register("./sourceCondition.mjs", import.meta.url);
