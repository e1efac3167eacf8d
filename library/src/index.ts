// Everything the package chainrule offers, and the names of the built-in components.
import "./names.ts";

export * from "./slim.ts";
