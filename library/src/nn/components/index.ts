// The components folder: one mechanism for everything that has a name and options.
export * from "./component.ts";
export * from "./configure.ts";
export * from "./describeFields.ts";
export * from "./field.ts";
export * from "./nearestName.ts";
export * from "./pairField.ts";
export * from "./readComponent.ts";
export * from "./registry.ts";
