// Descriptions of earlier versions of the model file, in the form of the present one.

type JsonRecord = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Version 1 knew one output, without weights of losses. */
function fromVersion1(content: JsonRecord): JsonRecord {
  if (!isRecord(content.training)) return content;
  const { optimizer, loss, metrics } = content.training;
  const output = { name: "output", loss, lossWeight: 1, metrics, weightedMetrics: [] };
  return { ...content, training: { optimizer, reduction: "sumOverBatchSize", outputs: [output] } };
}

/** A description as the present version would have written it; what is no description is given back as it is. */
export function inPresentForm(content: unknown): unknown {
  if (!isRecord(content) || content.version !== 1) return content;
  return fromVersion1(content);
}
