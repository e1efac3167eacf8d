// terminateOnNaN: ends a training that diverged, without an error.
import { defineCallback } from "../callback.ts";

/**
 * Ends the training when the loss or a weight is no longer a finite number. Without it `fit` throws a `DivergenceError`;
 * with it `fit` returns the epochs before, and the reason says what happened. In both cases the model has the last weights
 * that began an epoch and gave a finite loss.
 *
 * @example
 * ```ts
 * import { dense, sequential, sgd, terminateOnNaN } from "chainrule";
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: sgd({ learningRate: 1e30 }), loss: "meanSquaredError" });
 * const history = await model.fit([[1], [2]], [[2], [4]], { epochs: 9, callbacks: [terminateOnNaN()] });
 * console.log(history.stopReason?.includes("no longer")); // true
 * ```
 */
export const terminateOnNaN = defineCallback({
  name: "terminateOnNaN",
  description: "Ends a training that diverged, without an error",
  start: () => ({ onDivergence: ({ message }, context) => context.stop(message) }),
});
