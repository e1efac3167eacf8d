// The encoders folder: changes of columns that are fitted once and stored with the model.
export * from "./encoder.ts";
export * from "./minMaxScaler.ts";
export * from "./standardScaler.ts";
