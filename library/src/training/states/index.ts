// The states folder: weights, slots and what callbacks remember, kept, copied and put back.

export * from "../programs/parameterLayout.ts";
export * from "./callbackStates.ts";
export * from "./cloneCore.ts";
export * from "./modelState.ts";
export * from "./snapshots.ts";
export * from "./stateKeeper.ts";
export * from "./storedSlots.ts";
export * from "./takeUp.ts";
