// embedding: a learned vector for each class number.
import { gather } from "../../ops/index.ts";
import { optional, wholeNumber } from "../components/index.ts";
import { constraintRegistry } from "../constraintRegistry.ts";
import { initializerRegistry } from "../initializerRegistry.ts";
import { randomUniform } from "../initializers/randomUniform.ts";
import { defineLayer } from "../layer.ts";
import { regularizerRegistry } from "../regularizerRegistry.ts";

/**
 * A learned vector for each class number: rows of whole numbers from 0 to `inputDim - 1` and of shape `[length]` become
 * rows `[length, outputDim]`. The vectors are the rows of the weight `embeddings`, `[inputDim, outputDim]`.
 *
 * @example
 * ```ts
 * import { embedding, sequential } from "chainrule";
 * const model = sequential([embedding({ inputDim: 5, outputDim: 3, inputShape: [2] })], { seed: 1 });
 * console.log((await model.predict([[4, 0]])).shape); // [1, 2, 3]
 * ```
 */
export const embedding = defineLayer({
  name: "embedding",
  description: "A learned vector for each class number",
  rows: { gives: "oneMore", lastAxis: { option: "outputDim" } },
  config: {
    inputDim: wholeNumber({ minimum: 1, description: "Number of classes: the inputs are 0 to this number less 1" }),
    outputDim: wholeNumber({ minimum: 1, description: "Length of the vectors" }),
    embeddingsInitializer: optional(initializerRegistry.field("First values of the vectors"), randomUniform()),
    embeddingsRegularizer: optional(regularizerRegistry.field("Price of the vectors")),
    embeddingsConstraint: optional(constraintRegistry.field("Rule for the vectors")),
  },
  inputDtype: "int32",
  inputClasses: ({ inputDim }) => inputDim,
  weights: ({ inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint }) => ({
    embeddings: {
      shape: [inputDim, outputDim],
      initializer: embeddingsInitializer,
      regularizer: embeddingsRegularizer,
      constraint: embeddingsConstraint,
    },
  }),
  call: ({ embeddings }, x) => gather(embeddings, x),
});
