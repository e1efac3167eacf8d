// Registries: the built-in components of one kind by name, as strings in options and in files refer to them.
import { ConfigError } from "../../tensor/index.ts";
import { type Component, type ComponentKind, isComponent, readComponent } from "./component.ts";
import { describeValue, type FieldDescription } from "./configure.ts";
import { type CustomDefinition, componentField, type Field, type Fields } from "./field.ts";
import { suggestName } from "./nearestName.ts";

/** A factory of whatever options. */
export interface RegisteredFactory<Instance> {
  readonly kind: ComponentKind;
  readonly type: string;
  readonly description: string;
  readonly fields: Fields;
  /** Every option with type, range, default and description. */
  describe(): readonly FieldDescription[];
  create(options: Readonly<Record<string, unknown>>): Instance;
}

/** The names of those exports of a folder that are factories of one kind. */
export type NamesOf<List, Kind extends ComponentKind> = {
  [Name in keyof List]: List[Name] extends { readonly kind: Kind } ? Name : never;
}[keyof List] &
  string;

/** The built-in components of one kind. */
export interface Registry<Name extends string, Instance> {
  readonly kind: ComponentKind;
  readonly names: readonly Name[];
  /** The definitions, in the order of their names. */
  readonly factories: readonly RegisteredFactory<Instance>[];
  /** The component that a name or an object stands for. @throws {ConfigError} with the nearest name. */
  resolve(reference: Name | Instance, where: string): Instance;
  /** The component of a saved form. @throws {ConfigError} when it is not one. */
  read(json: unknown, custom: readonly CustomDefinition[], where: string): Instance;
  /** A field that takes a name or an object. */
  field(description: string): Field<Name | Instance, Instance>;
}

function isFactory<Instance>(value: unknown, kind: ComponentKind): value is RegisteredFactory<Instance> {
  return typeof value === "function" && "kind" in value && value.kind === kind && "create" in value;
}

/** `a` or `an`, as English wants it. */
const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

class NameError extends ConfigError {
  constructor(kind: string, written: unknown, names: readonly string[], where: string) {
    const fix = typeof written === "string" ? suggestName(written, names) : undefined;
    super(where, {
      got: describeValue(written),
      expected: `${article(kind)}: one of ${names.join(", ")}, or an object`,
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

/**
 * A registry of the factories among a folder's exports.
 *
 * @param list what the folder's `index.ts` exports; an export is named as its definition.
 * @param isInstance whether an object is a component of this kind.
 */
export function createRegistry<Kind extends ComponentKind, List extends object, Instance extends Component<Kind>>(
  kind: Kind,
  list: List,
  isInstance: (value: unknown) => value is Instance,
): Registry<NamesOf<List, Kind>, Instance> {
  type Name = NamesOf<List, Kind>;
  const byName = new Map<string, RegisteredFactory<Instance>>();
  for (const factory of Object.values(list)) {
    if (isFactory<Instance>(factory, kind)) byName.set(factory.type, factory);
  }
  const isName = (value: unknown): value is Name => typeof value === "string" && byName.has(value);
  const names = [...byName.keys()].filter(isName);
  const resolve = (reference: unknown, where: string): Instance => {
    if (isInstance(reference)) return reference;
    const factory = typeof reference === "string" ? byName.get(reference) : undefined;
    if (factory === undefined) throw new NameError(kind, reference, names, where);
    return factory.create({});
  };
  const read = (json: unknown, custom: readonly CustomDefinition[], where: string): Instance => {
    if (typeof json !== "object" || json === null || !("type" in json)) throw new NameError(kind, json, names, where);
    const own = custom.find((definition) => definition.kind === kind && definition.type === json.type);
    const factory = isFactory<Instance>(own, kind) ? own : byName.get(String(json.type));
    if (factory === undefined) throw new NameError(kind, json.type, names, where);
    return readComponent(factory, { ...json }, custom, where);
  };
  const field = (description: string): Field<Name | Instance, Instance> =>
    componentField<Name | Instance, Instance>(
      (value) => isName(value) || isInstance(value),
      (reference) => resolve(reference, kind),
      { type: kind, expected: `one of ${names.join(", ")}, or an object`, description, choices: names, read },
    );
  return { kind, names, factories: [...byName.values()], resolve, read, field };
}

/** A type guard for components of one kind. */
export function isComponentOf<Instance extends Component>(kind: ComponentKind) {
  return (value: unknown): value is Instance => isComponent(value, kind);
}
