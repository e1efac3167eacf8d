// The models folder: layers connected to networks.
export * from "./network.ts";
export * from "./sequentialNetwork.ts";
