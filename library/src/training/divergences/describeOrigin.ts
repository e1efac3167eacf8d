// describeOrigin: what an error says of where a divergence came from.
import { type DivergenceOrigin, describeRows, type TracedDivergence } from "./divergenceError.ts";

const number = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);

const phases = { forward: "", loss: "the loss", gradient: "the gradient of ", optimizer: "the optimizer's step" };

function describeOrigin(origin: DivergenceOrigin): string {
  const { phase, layer, operation, operands, value, gradientNorms, largestGradients } = origin;
  const place = `${phases[phase]}${layer === undefined || phase === "optimizer" ? "" : `layer ${layer}`}`;
  const made = operands.length === 0 ? "" : `(${operands.map(number).join(", ")})`;
  const step = `epoch ${origin.epoch + 1}, batch ${origin.batch + 1}, ${describeRows(origin.rows)}`;
  const [largest] = largestGradients;
  const most = largest === undefined ? "" : ` (most of the last in ${largest.weight})`;
  const norms =
    gradientNorms.length === 0 ? "" : `; norms of the gradient before: ${gradientNorms.map(number).join(", ")}${most}`;
  return `${operation}${made} = ${number(value)} in ${place}, ${step}${norms}`;
}

/** Where a divergence came from, with what its error says of that. */
export function described(origin: DivergenceOrigin): TracedDivergence {
  const grows = origin.phase !== "loss" && (origin.gradientNorms.at(-1) ?? 0) > 1e3;
  return {
    origin,
    found: describeOrigin(origin),
    remedy: grows ? ", clip the gradient (globalClipNorm: 1)" : "",
  };
}
