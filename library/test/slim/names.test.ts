// The main entry knows every component by its name; components themselves need no names.
import { describe, expect, test } from "vitest";
import * as chainrule from "../../src/index.ts";
import { fieldInfo } from "../../src/nn/index.ts";
import * as slim from "../../src/slim.ts";

const values: readonly unknown[] = Object.values(chainrule);
const registries = values.filter(isRegistry);
const factories = Object.entries(chainrule).filter(([, value]) => isFactory(value));

function isRegistry(value: unknown): value is chainrule.Registry<string, unknown> {
  return typeof value === "object" && value !== null && "resolve" in value && "names" in value && "kind" in value;
}

function isFactory(value: unknown): boolean {
  return typeof value === "function" && "kind" in value && "create" in value && "type" in value;
}

test("both entries offer the same", () => {
  expect(Object.keys(chainrule)).toEqual(Object.keys(slim));
});

test("there is a registry for every kind of component", () => {
  const kinds = factories.map(([, factory]) => Object(factory).kind);
  // Metrics are exported together, as their names are those of losses and scores too.
  const all = new Set([...kinds, ...Object.values(chainrule.metrics).map(({ kind }) => kind)]);
  expect(registries.map(({ kind }) => kind).sort()).toEqual([...all].sort());
  expect(all.size).toBeGreaterThanOrEqual(10);
});

describe.each(registries)("the registry of the kind $kind", (registry) => {
  const exported = registry.kind === "metric" ? Object.entries(chainrule.metrics) : factories;
  const own = exported.filter(([, factory]) => Object(factory).kind === registry.kind);

  test("knows each exported component by the name of its export, and nothing else", () => {
    expect(registry.names).toEqual(own.map(([name]) => name).sort());
    expect(registry.names).toEqual(registry.factories.map(({ type }) => type));
    expect(own.map(([, factory]) => factory).every((factory) => registry.factories.some((f) => f === factory))).toBe(
      true,
    );
  });

  test("its components' defaults are components, not names, so that they need none", () => {
    for (const factory of registry.factories) {
      for (const [option, schema] of Object.entries(factory.fields)) {
        const value = "default" in schema ? schema.default : undefined;
        const takesComponents = fieldInfo(schema)?.registry !== undefined;
        if (takesComponents) expect(typeof value, `${factory.type}: ${option}`).not.toBe("string");
      }
    }
  });
});
