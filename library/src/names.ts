// The names of all built-in components: what lets an option say "relu", and a file be read, without importing relu.
// All kernels and features too.
import { addKernels, furtherKernels, reference } from "./backends/index.ts";
import { activationRegistry } from "./nn/activationRegistry.ts";
import * as activations from "./nn/activations/index.ts";
import { describeFields, describeWith } from "./nn/components/index.ts";
import { constraintRegistry } from "./nn/constraintRegistry.ts";
import * as constraints from "./nn/constraints/index.ts";
import { initializerRegistry } from "./nn/initializerRegistry.ts";
import * as initializers from "./nn/initializers/index.ts";
import { layerRegistry } from "./nn/layerRegistry.ts";
import * as layers from "./nn/layers/index.ts";
import * as losses from "./nn/losses/index.ts";
import { lossRegistry } from "./nn/lossRegistry.ts";
import { regularizerRegistry } from "./nn/regularizerRegistry.ts";
import * as regularizers from "./nn/regularizers/index.ts";
import { callbackRegistry } from "./training/callbackRegistry.ts";
import * as callbacks from "./training/callbacks/index.ts";
import { nameBackend } from "./training/chooseBackend.ts";
import * as features from "./training/features/index.ts";
import { use } from "./training/features.ts";
import { metricRegistry } from "./training/metricRegistry.ts";
import * as metrics from "./training/metrics/index.ts";
import { optimizerRegistry } from "./training/optimizerRegistry.ts";
import * as optimizers from "./training/optimizers/index.ts";
import { scheduleRegistry } from "./training/scheduleRegistry.ts";
import * as schedules from "./training/schedules/index.ts";

// This module has an effect, which package.json says: a bundle that does not load it holds only what it imports.
activationRegistry.add(activations);
initializerRegistry.add(initializers);
regularizerRegistry.add(regularizers);
constraintRegistry.add(constraints);
layerRegistry.add(layers);
lossRegistry.add(losses);
optimizerRegistry.add(optimizers);
scheduleRegistry.add(schedules);
metricRegistry.add(metrics);
callbackRegistry.add(callbacks);
describeWith(describeFields);
nameBackend(reference);
use(...Object.values(features));
addKernels(furtherKernels);
