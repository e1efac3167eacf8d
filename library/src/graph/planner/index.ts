// The planner folder: the passes that turn a program into a plan, in the order of createPlan.
export * from "./arena.ts";
export * from "./bodyBuilder.ts";
export * from "./computations.ts";
export * from "./createPlan.ts";
export * from "./dependencies.ts";
export * from "./emit.ts";
export * from "./fusion.ts";
export * from "./groups.ts";
export * from "./lifetimes.ts";
export * from "./loopProgram.ts";
export * from "./lowering.ts";
export * from "./lowerProgram.ts";
export * from "./order.ts";
export * from "./stores.ts";
export * from "./views.ts";
