// The reference backend's folder.
export * from "./reference.ts";
