// readComponent: components from their saved forms.
import { ConfigError } from "../../tensor/index.ts";
import { type CustomDefinition, type Definition, type DefinitionSource, fieldInfo } from "./field.ts";
import { isFactory, unknownName } from "./registry.ts";

/** A saved form names a component that is not known. */
function unknownDefinition({ kind, names }: DefinitionSource, type: unknown, where: string): ConfigError {
  const details = unknownName(kind, type, names);
  if (names.length > 0 || typeof type !== "string") return new ConfigError(where, details);
  return new ConfigError(where, { ...details, fix: `Pass the definition: loadModel(source, { custom: [${type}] })` });
}

function definitionFor<Instance>(
  registry: DefinitionSource<Instance>,
  type: unknown,
  custom: readonly CustomDefinition[],
): Definition<Instance> | undefined {
  const own = custom.find((definition) => definition.kind === registry.kind && definition.type === type);
  return isFactory<Instance>(own, registry.kind) ? own : registry.definition(String(type));
}

/**
 * The component of a saved form, such as `{ "type": "dense", "units": 3 }`.
 *
 * @param registry the built-in definitions of its kind: `layerRegistry`.
 * @param custom definitions that are not built in.
 * @param where what is read, for messages.
 * @throws {ConfigError} when it is not one, or an option is unknown, missing or out of its range.
 *
 * @example
 * ```ts
 * import { activationRegistry, leakyRelu, readComponent } from "chainrule";
 * const saved = JSON.parse(JSON.stringify(leakyRelu({ negativeSlope: 0.1 })));
 * console.log(readComponent(activationRegistry, saved, [], "activation").config.negativeSlope); // 0.1
 * ```
 */
export function readComponent<Instance>(
  registry: DefinitionSource<Instance>,
  json: unknown,
  custom: readonly CustomDefinition[],
  where: string,
): Instance {
  if (typeof json !== "object" || json === null || !("type" in json)) {
    throw new ConfigError(where, unknownName(registry.kind, json, registry.names));
  }
  const { type, ...saved } = json;
  const definition = definitionFor(registry, type, custom);
  if (definition === undefined) throw unknownDefinition(registry, type, where);
  const options = Object.entries(saved).map(([name, value]: [string, unknown]) => {
    const schema = Object.hasOwn(definition.fields, name) ? definition.fields[name] : undefined;
    const source = schema === undefined ? undefined : fieldInfo(schema)?.registry;
    // What is no saved form may be something else that the field takes: a learning rate is a number or a schedule.
    const isSaved = source !== undefined && (typeof value === "object" || typeof value === "string");
    return [name, isSaved ? readComponent(source, value, custom, `${where}.${name}`) : value];
  });
  return definition.create(Object.fromEntries(options));
}
