// describeFields: options as help texts and forms show them.
import type { DescribeFields } from "./component.ts";
import { isRecord } from "./configure.ts";
import { fieldInfo } from "./field.ts";

/** A default as plain data: a component without options is told by its name, another by its saved form. */
function describeDefault(value: unknown): unknown {
  if (!isRecord(value) || typeof value.toJSON !== "function") return value;
  const json: unknown = value.toJSON();
  return isRecord(json) && Object.keys(json).length === 1 && "type" in json ? json.type : json;
}

/** Every field of a component: name, type, range, default, description, in the order of declaration. */
export const describeFields: DescribeFields = (fields) => {
  return Object.entries(fields).flatMap(([name, schema]) => {
    const info = fieldInfo(schema);
    if (info === undefined) return [];
    const { registry: _registry, ...shown } = info;
    const required = schema.type !== "optional";
    const value = "default" in schema ? describeDefault(schema.default) : undefined;
    return [{ ...shown, name, required, default: value }];
  });
};
