// The datasets folder: data that come with the library.
export * from "./dataset.ts";
