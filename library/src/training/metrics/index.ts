// The metrics folder: numbers by which a model is judged.
export * from "./accuracy.ts";
