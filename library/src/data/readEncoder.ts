// readEncoder: a fitted encoder of any kind from its saved form.
import { ConfigError } from "../tensor/index.ts";
import type { Encoder, EncoderFactory } from "./encoders/index.ts";
import * as list from "./encoders/index.ts";

function isFactory(value: unknown): value is EncoderFactory {
  return typeof value === "function" && "fromJSON" in value && "type" in value;
}

/**
 * A fitted encoder from what its `toJSON` gave.
 *
 * @throws {ConfigError} when it is not the saved form of a known encoder.
 *
 * @example
 * ```ts
 * import { minMaxScaler, readEncoder } from "chainrule";
 * const saved = JSON.stringify(minMaxScaler().fit([[0], [4]]));
 * console.log(readEncoder(JSON.parse(saved)).transform([[1]]).toNested()); // [[0.25]]
 * ```
 */
export function readEncoder(json: unknown): Encoder {
  const type = typeof json === "object" && json !== null && "type" in json ? json.type : undefined;
  const factories = Object.values(list).filter(isFactory);
  const factory = factories.find((candidate) => candidate.type === type);
  if (factory === undefined) {
    throw new ConfigError("unknown encoder", {
      got: String(type),
      expected: `one of ${factories.map((candidate) => candidate.type).join(", ")}`,
    });
  }
  return factory.fromJSON(json);
}
