// The classification report: its rows, and numbers as Python prints them.
export * from "./pythonNumbers.ts";
export * from "./reportRows.ts";
