// saving: models as files.

import type { Feature } from "../features.ts";
import { modelBytes, saveModel } from "../modelFiles.ts";

/** `model.save` and `model.toBytes`; `loadModel` needs nothing but its import. See {@link use}. */
export const saving = { feature: "saving", parts: { modelBytes, saveModel } } as const satisfies Feature;
