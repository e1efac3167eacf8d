// The models folder: layers connected to networks.
export * from "./architecture.ts";
export * from "./functionalNetwork.ts";
export * from "./network.ts";
export * from "./readArchitecture.ts";
export * from "./sequentialNetwork.ts";
